/**
 * The pages that run an external script or that a provider redirects to, in a real browser under their real host
 * names, so that their security policy is tested. Fake servers for those names are written from the documentation.
 */
import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { launch, type Browser, type HTTPRequest, type ResponseForRequest } from 'puppeteer-core';
import { pageCaptcha } from '../../../demo/verifier/methods/captcha/page.js';
import { services, type ServiceName } from '../../../demo/verifier/methods/captcha/services.js';
import { niceProvider } from '../../../demo/verifier/providers/nice/nice.js';
import { portoneProvider } from '../../../demo/verifier/providers/portone/portone.js';
import { findChromium } from '../../support/find-chromium.js';
import { hong, lesson, SetClock, type Options } from '../../support/verifier.js';
import { begin } from '../methods/session.js';
import { niceClient, fakeNice } from './fake-nice.js';

type Answer = (request: HTTPRequest) => Partial<ResponseForRequest> | 'nothing';

const html = (body: string): Partial<ResponseForRequest> => ({
  contentType: 'text/html; charset=utf-8',
  body: `<!doctype html><body>${body}`,
});
const script = (run: () => void): Partial<ResponseForRequest> => ({
  contentType: 'text/javascript',
  body: `(${run.toString()})()`,
});

/** Opens a browser and a verifier; `elsewhere` replies for every other host. */
async function browse(t: TestContext, elsewhere: Record<string, Answer>, options: Options & { clock?: SetClock } = {}) {
  let browser: Browser | undefined;
  t.after(() => browser?.close()); // before the verifier, which waits for its connections to end
  const v = await begin(t, options);
  const { from: _, args, ...found } = await findChromium();
  // Chromium treats intercepted hosts as public and the verifier as local
  const names = [
    `--host-resolver-rules=MAP verifier.localhost:80 ${new URL(v.url).host}`,
    '--disable-features=LocalNetworkAccessChecks',
  ];
  browser = await launch({ ...found, args: [...args, ...names] });
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  const violations: string[] = [];
  page.on(
    'console',
    (message) => void (/Content Security Policy/.test(message.text()) && violations.push(message.text())),
  );
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const { hostname } = new URL(request.url());
    if (hostname === 'verifier.localhost') return void request.continue();
    const answer = elsewhere[hostname]?.(request) ?? 'nothing';
    return void (answer === 'nothing' ? request.abort() : request.respond(answer));
  });
  return {
    ...v,
    page,
    violations,
    reads: (words: string) => page.waitForFunction((words) => document.body.innerText.includes(words), {}, words),
  };
}

/** Starts a loopback server that is closed after the test; returns its address. */
async function serve(t: TestContext, answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/**
 * Fakes of the services' scripts with implicit rendering: a frame in the element of their class; after its answer they
 * fill a form field and call back.
 */
const widgets = {
  turnstile: () => {
    const element = document.querySelector<HTMLElement>('.cf-turnstile')!;
    const frame = Object.assign(document.createElement('iframe'), {
      src: 'https://challenges.cloudflare.com/turnstile/v0/frame',
    });
    element.append(frame);
    addEventListener('message', ({ origin, data }) => {
      if (origin !== 'https://challenges.cloudflare.com') return;
      element.append(
        Object.assign(document.createElement('input'), {
          type: 'hidden',
          name: 'cf-turnstile-response',
          value: String(data),
        }),
      );
      (window as unknown as Record<string, (token: string) => void>)[element.dataset['callback']!]!(String(data));
    });
  },
  hcaptcha: () => {
    const element = document.querySelector<HTMLElement>('.h-captcha')!;
    document.head.append(
      Object.assign(document.createElement('link'), {
        rel: 'stylesheet',
        href: 'https://newassets.hcaptcha.com/style.css',
      }),
    );
    addEventListener('message', ({ origin, data }) => {
      if (origin !== 'https://newassets.hcaptcha.com') return;
      element.append(
        Object.assign(document.createElement('textarea'), {
          name: 'h-captcha-response',
          value: String(data),
          hidden: true,
        }),
      );
      (window as unknown as Record<string, (token: string) => void>)[element.dataset['callback']!]!(String(data));
    });
    void fetch('https://api.hcaptcha.com/checksiteconfig').then(() =>
      element.append(Object.assign(document.createElement('iframe'), { src: 'https://newassets.hcaptcha.com/frame' })),
    );
  },
} satisfies Record<ServiceName, () => void>;
const solved = html('<script>parent.postMessage("right", "*")</script>');

for (const name of ['turnstile', 'hcaptcha'] as const) {
  const hosts: Record<string, Answer> = {
    'challenges.cloudflare.com': (request) =>
      request.url() === services.turnstile.script ? script(widgets.turnstile) : solved,
    'js.hcaptcha.com': (request) => (request.url() === services.hcaptcha.script ? script(widgets.hcaptcha) : 'nothing'),
    'api.hcaptcha.com': () => ({
      headers: { 'access-control-allow-origin': '*' },
      contentType: 'application/json',
      body: '{"pass":true}',
    }),
    'newassets.hcaptcha.com': (request) =>
      request.url().endsWith('.css') ? { contentType: 'text/css', body: '' } : solved,
  };

  test(
    `${name}: its script runs on the captcha's page, in a frame of the learner's page`,
    { timeout: 60_000 },
    async (t) => {
      const verify = await serve(
        t,
        (_request, response) =>
          void response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true}'),
      );
      let frame = '';
      const captcha = pageCaptcha(
        { ...services[name], verify },
        { siteKey: 'site-key', secret: 'secret' },
        'http://verifier.localhost/v1',
      );
      const v = await browse(
        t,
        { ...hosts, 'site.test': () => html(`<iframe src="${frame}" width="400" height="300"></iframe>`) },
        { captcha },
      );
      const { id, params } = await v.ask(
        await v.openSession(hong, lesson(9), { origin: 'http://site.test' }),
        'captcha',
      );
      assert(params.kind === 'page');
      frame = params.url;

      await v.page.goto('http://site.test/');
      const inside = await v.page.waitForFrame((one) => one.url() === frame);
      await inside.waitForFunction(() => document.body.innerText.includes('확인했습니다'));
      assert.equal((await v.prove(id)).status, 'verified');
      assert.deepEqual(v.violations, []);
    },
  );
}

/** A fake of PortOne's browser script: calls its server, shows a company's page in a frame and resolves after it. */
const portoneScript = () => {
  const PortOne = {
    async requestIdentityVerification(request: { identityVerificationId: string; redirectUrl: string }) {
      const asked = await fetch('https://checkout-service.prod.iamport.co/api/prepare/v2', {
        method: 'POST',
        body: JSON.stringify(request),
      });
      const { presentation } = (await asked.json()) as { presentation: string };
      const back = new URL(request.redirectUrl);
      back.searchParams.set('identityVerificationId', request.identityVerificationId);
      if (presentation === 'redirect')
        return void location.assign(`https://company.test/?back=${encodeURIComponent(back.href)}`);
      const frame = document.createElement('iframe');
      const done = new Promise((resolve) => addEventListener('message', resolve, { once: true }));
      frame.src = 'https://company.test/frame';
      document.body.append(frame);
      await done;
      return { transactionType: 'IDENTITY_VERIFICATION', identityVerificationId: request.identityVerificationId };
    },
  };
  Object.assign(window, { PortOne });
};

async function atPortOne(
  t: TestContext,
  presentation: 'frame' | 'redirect',
  sdk: Partial<ResponseForRequest> | 'nothing' = script(portoneScript),
) {
  const passed: string[] = [];
  let asked: Record<string, unknown> = {};
  const api = await serve(t, (request, response) => {
    const id = passed.find((number) => request.url!.startsWith(`/identity-verifications/${number}`));
    const verified = {
      status: 'VERIFIED',
      id,
      channel: { type: 'LIVE', key: 'channel-key' },
      verifiedCustomer: { name: hong.name, phoneNumber: hong.phone },
      pgTxId: 'pg-tx',
    };
    response
      .writeHead(id ? 200 : 404, { 'content-type': 'application/json' })
      .end(JSON.stringify(id ? verified : { type: 'IDENTITY_VERIFICATION_NOT_FOUND', message: 'no' }));
  });
  const pass = () => void passed.push(String(asked['identityVerificationId']));
  const v = await browse(
    t,
    {
      'cdn.portone.io': () => sdk,
      'checkout-service.prod.iamport.co': (request) => {
        asked = JSON.parse(request.postData()!) as Record<string, unknown>;
        return {
          headers: { 'access-control-allow-origin': '*' },
          contentType: 'application/json',
          body: JSON.stringify({ presentation }),
        };
      },
      'company.test': (request) => {
        pass();
        const back = new URL(request.url()).searchParams.get('back');
        return back === null
          ? html('<script>parent.postMessage("done", "*")</script>')
          : { status: 302, headers: { location: back } };
      },
    },
    {
      provider: (address) =>
        portoneProvider(
          { storeId: 'store', channelKey: 'channel-key', secret: 'secret', api, acceptTests: false },
          address,
        ),
    },
  );
  const { id, params } = await v.ask(await v.session(), 'phone');
  await v.page.goto(params.url);
  const number = new URL(v.page.url()).pathname.split('/').at(-1)!;
  await v.page.locator('button').click();
  return { ...v, id, number, asked: () => asked };
}

for (const presentation of ['frame', 'redirect'] as const)
  test(
    `PortOne: a learner passes by a ${presentation}; the script gets no personal data`,
    { timeout: 60_000 },
    async (t) => {
      const v = await atPortOne(t, presentation);
      await v.reads('확인을 마쳤습니다');
      assert.equal((await v.prove(v.id)).status, 'verified');
      assert.deepEqual(v.asked(), {
        storeId: 'store',
        channelKey: 'channel-key',
        identityVerificationId: v.number,
        redirectUrl: `${v.issuer}/identity/return/${v.number}`,
        bypass: { inicisUnified: { flgFixedUser: 'N' } },
      });
      assert.deepEqual(v.violations, []);
    },
  );

test(
  'PortOne: a learner sees an error if the script cannot load, and the check stays open',
  { timeout: 60_000 },
  async (t) => {
    const v = await atPortOne(t, 'frame', 'nothing');
    await v.reads('본인확인 서비스에 연결되지 않았습니다');
    assert.deepEqual(await v.prove(v.id), { status: 'pending', retryIn: 2 });
  },
);

test(
  'NICE: a learner is sent there and returns by automatic forms, without a cookie',
  { timeout: 60_000 },
  async (t) => {
    const clock = new SetClock();
    const nice = await fakeNice(clock);
    t.after(() => nice.close());
    const returned = (request: HTTPRequest) => {
      const fields = Object.fromEntries(new URLSearchParams(request.postData()));
      const asked = nice.open(fields);
      const inputs = Object.entries(nice.result(fields['token_version_id']!, asked['requestno']!)).map(
        ([name, value]) => `<input name="${name}" value="${value}">`,
      );
      return html(
        `<form method="post" action="${asked['returnurl']}">${inputs.join('')}</form><script>document.forms[0].submit()</script>`,
      );
    };
    const form = 'http://nice.test/CheckPlusSafeModel/service.cb';
    const v = await browse(
      t,
      { 'nice.test': returned },
      { clock, provider: () => niceProvider({ ...niceClient, api: nice.url, form }, clock) },
    );
    const { id, params } = await v.ask(await v.session(), 'phone');
    await v.page.goto(params.url);
    await v.reads('확인을 마쳤습니다');
    assert.equal((await v.prove(id)).status, 'verified');
    assert.deepEqual(v.violations, []);
  },
);
