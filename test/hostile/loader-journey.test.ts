/** From a press to where it leads: wherever the gate has to be, however slow the check, whatever the site answers. */
import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { everywhere } from '../engines/everywhere.js';
import { loader, Trainee, TrainingSite } from './training-site.js';

const gated = 'data-mo-otp-gate="/gate"';
const link = `<a id="go" href="/lesson" ${gated}>수강하기</a>`;

/** The rules of focus-trap, Bootstrap's and jQuery UI's dialogs: what is outside gets no focus, no press and no Tab. */
const trap = `<script>
  var box = document.getElementById('box');
  function outside(event) { return !box.contains(event.target) }
  document.addEventListener('focusin', function (event) {
    if (outside(event)) { event.stopImmediatePropagation(); box.querySelector('a').focus() }
  }, true);
  ['mousedown', 'touchstart', 'click'].forEach(function (type) {
    document.addEventListener(type, function (event) {
      if (outside(event)) { event.preventDefault(); event.stopImmediatePropagation() }
    }, true);
  });
  document.addEventListener('keydown', function (event) { if (outside(event)) event.preventDefault() }, true);
  box.querySelector('a').focus();
</script>`;

/** Pages in which a gate at the end of the body cannot be seen or used. */
const places: Record<string, string> = {
  'the children of the body are hidden': `<style>body > :not(#root) { display: none }</style><div id="root">${link}</div>`,
  'the control is in a focus trap': `<p>behind</p><div id="box">${link}</div>${trap}`,
  'the control is in a modal dialog of the page': `<dialog id="page">${link}</dialog>
    <script>document.getElementById('page').showModal()</script>`,
  'all but the control’s part is inert': `<div id="rest"></div><main>${link}</main>
    <script>document.getElementById('rest').inert = true</script>`,
};

everywhere((engine) => {
  let site: TrainingSite;
  before(async () => (site = await TrainingSite.open()));
  after(() => site.close());
  beforeEach(() => {
    site.requests.length = 0;
    site.requires();
  });

  for (const [situation, body] of Object.entries(places))
    test(`the gate is seen and takes a code where ${situation}; closed, it gives the focus back`, async () => {
      const trainee = await Trainee.visits(engine, site, body + loader);
      await trainee.pressesEnterOn('#go');
      await trainee.seesTheGate();
      await trainee.page.keyboard.press('Escape');
      await trainee.seesNoGate();
      await trainee.page.waitForFunction(() => document.activeElement?.id === 'go');
      await trainee.pressesEnterOn('#go');
      await trainee.entersTheCode();
      await trainee.isOn('/lesson');
      await trainee.page.close();
    });

  test('a gate that the browser closes before it draws is a gate that the learner closed', async () => {
    const trainee = await Trainee.visits(engine, site, link + loader);
    await trainee.pressesEnterOn('#go');
    await trainee.seesTheGate();
    // in a frame: the dialog has no box, its close event is still to come
    await trainee.page.evaluate(
      () =>
        new Promise<void>((closed) =>
          requestAnimationFrame(() => {
            document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('dialog')!.close();
            closed();
          }),
        ),
    );
    await trainee.seesNoGate();
    await trainee.page.waitForFunction(() => document.activeElement?.id === 'go');
    assert.deepEqual(await trainee.said(), []);
    await trainee.page.close();
  });

  test('a control that the page renders again during the check is pressed, and gets the focus back', async () => {
    const button = `<button id="go" type="button" ${gated}>수강하기</button>`;
    const trainee = await Trainee.visits(
      engine,
      site,
      `<main>${button}</main><script>
        document.addEventListener('click', function (event) { if (event.target.id === 'go') acted.push('opened') });
        function render() { document.querySelector('main').innerHTML = '${button}' }
      </script>${loader}`,
    );
    const rendersAgain = () => trainee.page.evaluate(() => (window as unknown as { render(): void }).render());
    await trainee.pressesEnterOn('#go');
    await trainee.seesTheGate();
    await rendersAgain();
    await trainee.page.keyboard.press('Escape');
    await trainee.page.waitForFunction(() => document.activeElement?.id === 'go');
    await trainee.page.keyboard.press('Enter');
    await trainee.seesTheGate();
    await rendersAgain();
    await trainee.page.keyboard.type('123456');
    await trainee.hasActed('opened');
    assert.equal((await trainee.acted()).length, 1);
    await trainee.page.close();
  });

  test('a window that a browser would block after a slow check opens with one more press', async () => {
    const trainee = await Trainee.visits(
      engine,
      site,
      `<button id="go" type="button" onclick="acted.push(navigator.userActivation.isActive)" ${gated}>수강하기</button>
      <script>
        var activation = { hasBeenActive: true, isActive: false };
        Object.defineProperty(navigator, 'userActivation', { value: activation });
        addEventListener('keydown', function (event) { activation.isActive = event.key === 'Enter' }, true);
      </script>${loader}`,
    );
    await trainee.pressesEnterOn('#go');
    await trainee.entersTheCode();
    // on the success screen
    await trainee.page.waitForFunction(
      () => document.querySelector('mo-otp-gate')?.shadowRoot!.activeElement?.textContent === '계속하기',
    );
    assert.deepEqual(await trainee.acted(), []);
    await trainee.page.keyboard.press('Enter');
    await trainee.page.waitForFunction(() => (window as unknown as { acted: boolean[] }).acted.length > 0);
    assert.deepEqual(await trainee.acted(), [true]);
    assert.equal(site.count('POST /gate'), 1);
    await trainee.seesNoGate();
    assert.equal(await trainee.page.evaluate(() => document.activeElement!.id), 'go');
    await trainee.page.close();
  });

  for (const [answer, respond] of Object.entries<TrainingSite['gate']>({
    'a login page with 200': (_, response) => response.setHeader('Content-Type', 'text/html').end('<h1>login</h1>'),
    '401': (_, response) => response.writeHead(401).end(),
    '403': (_, response) => response.writeHead(403).end('{}'),
    'JSON without an object': (_, response) => response.end('null'),
    'a session that is no string': (_, response) => response.end('{"required":true,"session":42}'),
  }))
    test(`a link is followed where the site answers ${answer}`, async () => {
      site.gate = respond;
      const trainee = await Trainee.visits(engine, site, link + loader);
      await trainee.clicks('#go');
      await trainee.isOn('/lesson');
      await trainee.page.close();
    });

  test('a redirect to a login on another origin is a refusal, and only a failed network says so', async () => {
    const login = createServer((_, response) => response.end('<title>login</title>'));
    await new Promise<void>((listening) => login.listen(0, 'localhost', listening));
    const { port } = login.address() as AddressInfo;
    site.gate = (_, response) => response.writeHead(302, { Location: `http://localhost:${port}/login` }).end();
    const form = `<form id="send" action="/lesson" ${gated}><button id="submit">제출</button></form>`;
    const trainee = await Trainee.visits(
      engine,
      site,
      `<style>td { width: 9px; overflow: hidden }</style>
      <table><td>${link}${form}</table>${loader}`,
    );
    await trainee.clicks('#submit');
    assert.match((await trainee.seesButton())!, /로그인/);
    site.gate = (request) => void request.socket.destroy();
    await trainee.page.keyboard.press('Enter');
    await trainee.page.waitForFunction(() => /연결/.test(document.activeElement!.textContent!));
    assert.match((await trainee.seesButton())!, /연결/);
    site.gate = (_, response) => response.writeHead(302, { Location: `http://localhost:${port}/login` }).end();
    await trainee.clicks('#go');
    await trainee.isOn('/lesson');
    login.closeAllConnections();
    await new Promise((closed) => login.close(closed));
    await trainee.page.close();
  });

  const tag = '<script src="/dist/loader.js" data-verifier="/v1"></script>';
  for (const [kind, tags] of Object.entries({
    'a module': tag.replace('<script', '<script type="module"'),
    deferred: tag.replace('<script', '<script defer'),
    injected: `<script>document.head.append(Object.assign(document.createElement('script'), { src: '/dist/loader.js' }));
      document.head.lastChild.dataset.verifier = '/v1'</script>`,
    'run by an optimiser': `${tag.replace('<script', '<script type="later"')}<script>
      Object.defineProperty(Document.prototype, 'currentScript', { get: function () { return null } });
      addEventListener('load', function () {
        var old = document.querySelector('[type=later]'), now = document.createElement('script');
        [].forEach.call(old.attributes, function (a) { if (a.name !== 'type') now.setAttribute(a.name, a.value) });
        old.replaceWith(now);
      })</script>`,
  }))
    test(`the loader finds its tag as ${kind}`, async () => {
      const trainee = await Trainee.visits(
        engine,
        site,
        `${tags}${link}
        <form ${gated}><input name="submit"></form>`,
      );
      await trainee.page.waitForFunction(() => window.MoOtpGate);
      await trainee.pressesEnterOn('#go');
      await trainee.entersTheCode();
      await trainee.isOn('/lesson');
      await trainee.page.close();
    });

  const wrong: Record<string, [markup: string, answer: TrainingSite['gate'] | undefined, sentence: RegExp]> = {
    'an attribute without a value': [
      'data-mo-otp-gate',
      undefined,
      /Write the path .* data-mo-otp-gate="\/gate\/lesson\/9"/,
    ],
    'an endpoint on another origin': [
      'data-mo-otp-gate="https://elsewhere.example/gate"',
      undefined,
      /on another origin.* Write a path of http/,
    ],
    'a login page instead of JSON': [gated, (_, response) => response.end('<h1>login</h1>'), /has to answer JSON/],
    'a session that is no string': [
      gated,
      (_, response) => response.end('{"required":true,"session":42}'),
      /has to answer the session as the verifier sent it/,
    ],
    'a refusal': [gated, (_, response) => response.writeHead(403).end(), /answered 403/],
    'a site that cannot be reached': [gated, (request) => void request.socket.destroy(), /cannot be reached/],
  };
  for (const [mistake, [markup, answer, sentence]] of Object.entries(wrong))
    test(`the console says what to write instead of ${mistake}`, async () => {
      if (answer) site.gate = answer;
      const trainee = await Trainee.visits(engine, site, `<a id="go" href="#there" ${markup}>수강하기</a>${loader}`);
      await trainee.clicks('#go');
      await trainee.page.waitForFunction(() => (window as unknown as { said: string[] }).said.length > 0);
      const [line] = await trainee.said();
      assert.match(line!, sentence);
      assert.match(line!, / go /, 'with the control');
      await trainee.page.close();
    });

  test('a tag without the verifier’s address says so at once', async () => {
    const trainee = await Trainee.visits(engine, site, `${link}<script src="/dist/loader.js"></script>`);
    await trainee.page.waitForFunction(() => (window as unknown as { said: string[] }).said.length > 0);
    assert.match((await trainee.said())[0]!, /data-verifier="https:/);
    await trainee.page.close();
  });

  test('open() without options says what to write', async () => {
    const trainee = await Trainee.visits(engine, site, loader);
    const failure = await trainee.page.evaluate(() =>
      window.MoOtpGate!.open(undefined as never).then(
        () => ['opened'],
        (error: Error & { code: string }) => [error.code, error.message],
      ),
    );
    assert.deepEqual(failure, ['not-configured', 'mo-otp-gate: not-configured open({ session: "…" })']);
    await trainee.page.close();
  });

  test('a gate of a frameset is seen, or open() rejects', async () => {
    const frames = `<title>frames</title>${loader}<frameset cols="*,*"><frame src="/a"><frame src="/b"></frameset>`;
    const trainee = await Trainee.visits(engine, site, frames);
    await trainee.page.evaluate(() => {
      window.MoOtpGate!.open({ session: 'se_1' }).catch((error: { code: string }) => (document.title = error.code));
    });
    await trainee.page.waitForFunction(() => {
      const root = document.querySelector('mo-otp-gate')?.shadowRoot;
      const input = root?.querySelector('input');
      return (
        document.title === 'not-visible' || (input && input === root!.activeElement && input.checkVisibility() === true)
      );
    });
    await trainee.page.close();
  });

  test('a form in a dialog that the page hides during the check keeps its content and offers another try', async () => {
    const trainee = await Trainee.visits(
      engine,
      site,
      `<div id="box" role="dialog"><form action="/lesson" ${gated}>
        <input name="text" value="1"><button id="send">제출</button></form></div>${loader}`,
    );
    const shows = (display: string) =>
      trainee.page.evaluate((display: string) => {
        document.querySelector<HTMLElement>('#box')!.style.display = display;
      }, display);
    await trainee.pressesEnterOn('#send');
    await trainee.seesTheGate();
    await shows('none');
    await trainee.page.waitForFunction(() => /열지 못했습니다/.test(document.activeElement!.textContent!));
    assert.match((await trainee.seesButton())!, /다시 시도/);
    await shows('block');
    await trainee.page.keyboard.press('Enter');
    await trainee.entersTheCode();
    await trainee.isOn('/lesson');
    assert.equal(site.requests.at(-1), 'GET /lesson?text=1');
    await trainee.page.close();
  });

  test('a form of a page that hides itself before the gate can open keeps its content and offers another try', async () => {
    const asked = new Promise<ServerResponse>((resolve) => (site.gate = (_, response) => resolve(response)));
    const trainee = await Trainee.visits(
      engine,
      site,
      `<form action="/lesson" ${gated}><input name="text" value="1"><button id="send">제출</button></form>${loader}`,
    );
    const shows = (display: string) =>
      trainee.page.evaluate((display: string) => {
        document.documentElement.style.display = display;
      }, display);
    await trainee.pressesEnterOn('#send');
    const response = await asked;
    await shows('none');
    response.setHeader('Content-Type', 'application/json').end('{"required":true,"session":"se_1"}');
    const offer = '본인인증 화면을 열지 못했습니다. 다시 시도';
    const button = 'button[style*=fixed]';
    await trainee.page.waitForFunction(
      (button: string, offer: string) => document.querySelector(button)?.textContent === offer,
      {},
      button,
      offer,
    );
    assert.ok((await trainee.said()).some((line) => line.includes('not-visible')));
    assert.equal(site.count('GET /lesson?text=1'), 0);
    await trainee.seesNoGate();
    await shows('block');
    site.requires();
    await trainee.page.focus(button);
    assert.equal(await trainee.seesButton(), offer);
    await trainee.page.keyboard.press('Enter');
    await trainee.entersTheCode();
    await trainee.isOn('/lesson');
    assert.equal(site.requests.at(-1), 'GET /lesson?text=1');
    await trainee.page.close();
  });

  test('the offer of another try is in the language of the page, or in Korean', async () => {
    site.gate = (request) => void request.socket.destroy();
    const trainee = await Trainee.visits(engine, site, `<ul hidden popover="manual"><li>${link}</ul>${loader}`);
    for (const [lang, label] of Object.entries({
      ko: '연결 실패, 다시 시도',
      'en-GB': 'No connection. Try again',
      zh: '连接失败，重试',
      vi: 'Không có kết nối. Thử lại',
      ne: 'जडान भएन। फेरि प्रयास गर्नुहोस्',
      de: '연결 실패, 다시 시도',
    })) {
      await trainee.page.evaluate((lang: string) => void (document.documentElement.lang = lang), lang);
      await trainee.clicks('#go');
      await trainee.page.waitForFunction((label: string) => document.activeElement!.textContent === label, {}, label);
      assert.equal(await trainee.seesButton(), label);
    }
    await trainee.page.close();
  });

  test('a control in a menu that the gate closes leads on', async () => {
    const trainee = await Trainee.visits(
      engine,
      site,
      `<div id="menu" popover>${link}</div><script>document.getElementById('menu').showPopover?.()</script>${loader}`,
    );
    await trainee.pressesEnterOn('#go');
    await trainee.entersTheCode();
    await trainee.isOn('/lesson');
    await trainee.page.close();
  });

  test('a link in a closed shadow root is a plain link', async () => {
    const trainee = await Trainee.visits(
      engine,
      site,
      `<div id="host"></div><script>
        root = document.getElementById('host').attachShadow({ mode: 'closed' });
        root.innerHTML = '${link}';
      </script>${loader}`,
    );
    await trainee.page.evaluate(() => (window as unknown as { root: ShadowRoot }).root.querySelector('a')!.click());
    await trainee.isOn('/lesson');
    assert.equal(site.count('GET /gate'), 0);
    await trainee.page.close();
  });

  test('the buttons of a gate that is in a gated part of the page are its own', async () => {
    const trainee = await Trainee.visits(
      engine,
      site,
      `<fieldset ${gated}>
        <mo-otp-gate mode="inline" manual-submit verifier="/v1" session="se_1"></mo-otp-gate>
      </fieldset>
      ${loader}`,
    );
    await trainee.page.evaluate(() => window.MoOtpGate!.load());
    await trainee.page.waitForFunction(() => document.querySelector('mo-otp-gate')!.shadowRoot?.querySelector('input'));
    await trainee.page.focus('mo-otp-gate >>> input');
    await trainee.page.keyboard.type('123456');
    await trainee.clicks('mo-otp-gate >>> [part=submit]');
    await trainee.page.waitForFunction(
      () => (document.querySelector('mo-otp-gate') as unknown as { phase: string }).phase === 'verified',
    );
    assert.equal(site.count('GET /gate'), 0);
    await trainee.page.close();
  });

  test('a token goes where a redirect of the endpoint led', async () => {
    const { gate } = site;
    site.gate = (request, response) =>
      request.url === '/gate' ? void response.writeHead(301, { Location: '/gate/' }).end() : gate(request, response);
    const trainee = await Trainee.visits(engine, site, link + loader);
    await trainee.pressesEnterOn('#go');
    await trainee.entersTheCode();
    await trainee.isOn('/lesson');
    assert.deepEqual(
      site.requests.filter((request) => request.includes('/gate')),
      ['GET /gate', 'GET /gate/', 'POST /gate/'],
    );
    await trainee.page.close();
  });
});
