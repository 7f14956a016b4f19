/** Files and answers that come early, late, twice or never: the page keeps working, and sends no request twice. */
import { expect, waitUntil } from '@open-wc/testing';
import { Site, type Answer } from './site.js';

const link = '<a id="go" href="lesson/9" data-mo-otp-gate="gate/lesson/9">수강하기</a>';
const file = 'mo-otp-gate.js';

describe('the gate’s file', () => {
  let site: Site;
  let good: () => Answer | Promise<Answer>;
  beforeEach(() => {
    site = new Site();
    good = site.files[file] as typeof good;
  });
  afterEach(() => site.close());
  const load = () => site.page.MoOtpGate!.load();
  const failure = () =>
    load().then(
      () => undefined,
      (error: Error) => error,
    );
  /** Answers in turn; the last one repeats. */
  const answers = (...list: (() => Answer | Promise<Answer>)[]) =>
    (site.files[file] = () => (list.length > 1 ? list.shift()! : list[0]!)());
  const lost = (): Answer => undefined;
  const never = () => new Promise<Answer>(() => undefined);
  /** Number of fetches; each try has its own URL. */
  const fetched = () => site.requests(file).length;

  it('is fetched once for two early calls of open(), which both open a gate', async () => {
    let deliver!: (answer: Answer) => void;
    answers(() => new Promise((resolve) => (deliver = resolve)));
    await site.open('');
    void site.page.MoOtpGate!.open({ session: 'ss_1' });
    void site.page.MoOtpGate!.open({ session: 'ss_2' });
    await waitUntil(() => deliver);
    expect(site.gates.length).to.equal(0);
    deliver(await good());
    await waitUntil(() => site.gates.length === 2);
    expect(site.gates.map(({ session }) => session)).to.eql(['ss_1', 'ss_2']);
    expect(fetched()).to.equal(1);
  });

  for (const [failures, pauses] of [
    [1, [0, 500]],
    [2, [0, 500, 1000]],
  ] as const)
    it(`loads although ${failures} of its requests failed, with a longer pause before each retry`, async () => {
      answers(...Array(failures).fill(lost), good);
      await site.open('');
      await load();
      expect(site.pauses).to.eql(pauses);
      expect(fetched()).to.equal(failures + 1);
    });

  it('fails after three tries, and is fetched again by the next call', async () => {
    answers(lost, lost, lost, good);
    await site.open('');
    expect(await failure()).to.have.nested.property('cause.type', 'error');
    await load();
    expect(fetched()).to.equal(4);
  });

  it('is fetched again after a time-out', async () => {
    answers(never, good);
    await site.open('');
    const loaded = load();
    await waitUntil(() => fetched() === 1);
    site.timeOut!();
    await loaded;
  });

  it('fails after three time-outs', async () => {
    answers(never);
    await site.open('');
    const failed = failure();
    for (const time of [1, 2, 3]) {
      await waitUntil(() => fetched() === time);
      site.timeOut!();
    }
    expect(await failed).to.have.property('cause', 'timeout');
  });

  it('is used when it loads after its time-out, and the second copy does no harm', async () => {
    let late!: (answer: Answer) => void;
    answers(() => new Promise((resolve) => (late = resolve)), never);
    await site.open('');
    const loaded = load();
    await waitUntil(() => late);
    site.timeOut!();
    await waitUntil(() => fetched() === 2);
    late(await good());
    await site.page.customElements.whenDefined('mo-otp-gate');
    site.timeOut!();
    await loaded;
  });

  it('is not fetched again when the page has loaded it itself', async () => {
    await site.open(`${link}<script type="module" src="${file}"></script>`);
    await load();
    expect(fetched()).to.equal(1);
    site.find('#go').click();
    (await site.gate()).verify();
    await site.arrived('lesson/9');
  });

  it('serves a loader that loads after it', async () => {
    await site.open(`${link}<script type="module" src="${file}"></script>`, { tag: '' });
    site.page.document.head.append(Object.assign(site.page.document.createElement('script'), { src: 'loader.js' }));
    await waitUntil(() => site.page.MoOtpGate);
    await load();
    site.find('#go').click();
    (await site.gate()).verify();
    await site.arrived('lesson/9');
    expect(fetched()).to.equal(1);
  });

  it('opens the page’s own element where an app has brought one', async () => {
    await site.open('<script type="module" src="element.js"></script>');
    const own = site.page.customElements.get('mo-otp-gate');
    await load();
    expect(site.page.customElements.get('mo-otp-gate') === own).to.equal(true);
    void site.page.MoOtpGate!.open({ session: 'ss_1' });
    await site.gate();
  });

  it('may come a second time by a tag of the page', async () => {
    await site.open('');
    const loaded = load();
    const tag = Object.assign(site.page.document.createElement('script'), { type: 'module', src: `${file}?again` });
    const threw = new Promise((resolve) => site.page.addEventListener('error', resolve));
    const settled = new Promise((resolve) => (tag.onload = () => resolve('loaded')));
    site.page.document.head.append(tag);
    await loaded;
    expect(await Promise.race([settled, threw])).to.equal('loaded');
  });

  it('upgrades an element that was waiting, whose listeners then hear it', async () => {
    await site.open('<mo-otp-gate></mo-otp-gate>');
    const [gate] = site.gates;
    let heard = 0;
    gate!.addEventListener('mo-otp-close', () => heard++);
    await load();
    gate!.close();
    expect(heard).to.equal(1);
  });

  for (const [sign, event] of [
    ['a hover over', () => new PointerEvent('pointerover', { bubbles: true, button: -1 })],
    ['the focus on', () => new FocusEvent('focusin', { bubbles: true })],
  ] as const)
    it(`is prefetched, once, at ${sign} a gated control`, async () => {
      await site.open(`<p id="plain">글</p>${link}`);
      site.find('#plain').dispatchEvent(event());
      expect(fetched()).to.equal(0);
      for (let times = 0; times < 2; times++) site.find('#go').dispatchEvent(event());
      await waitUntil(() => fetched() === 1);
      site.find('#go').click();
      await site.gate();
      expect(fetched()).to.equal(1);
    });

  it('is fetched again when the prefetch failed', async () => {
    answers(lost, good);
    await site.open(link);
    site.find('#go').dispatchEvent(new Event('pointerover', { bubbles: true }));
    await waitUntil(() => fetched() > 0);
    site.find('#go').click();
    await site.gate();
  });

  it('is rejected when its hash differs from the one in the loader', async () => {
    answers(async () => ({ ...(await good()), body: '/* something else */' }));
    await site.open('');
    expect(await failure()).to.have.nested.property('cause.type', 'error');
    expect(site.page.document.querySelector('script[type=module]'))
      .to.have.property('integrity')
      .that.matches(/^sha256-/);
  });

  it('can be another one where data-src names it', async () => {
    site.files['own.js'] = async () => ({ ...(await good()), body: `/* our own */ ${(await good())!.body}` });
    await site.open('', {
      tag: '<script src="loader.js" data-src="own.js" data-verifier="https://otp.example/v1"></script>',
    });
    await load();
  });

  it('is fetched with the loader’s crossorigin', async () => {
    await site.open('', {
      tag: '<script src="loader.js" crossorigin="use-credentials" data-verifier="https://otp.example/v1"></script>',
    });
    await load();
    expect(site.page.document.querySelector('script[type=module]')).to.have.property('crossOrigin', 'use-credentials');
  });

  it('loads in a page that requires Trusted Types', async () => {
    await site.open('', {
      headers: { 'content-security-policy': "require-trusted-types-for 'script'; trusted-types mo-otp-gate" },
    });
    await load();
  });

  it('is not loaded where the page forbids its Trusted Types policy, and links are plain links', async () => {
    await site.open(link, {
      headers: { 'content-security-policy': "require-trusted-types-for 'script'; trusted-types other" },
      tag: '<script src="loader.js" data-verifier="https://otp.example/v1" onerror="0"></script>',
    });
    expect(site.page.MoOtpGate).to.equal(undefined);
    site.find('#go').click();
    await site.arrived('lesson/9');
  });

  it('belongs to the first loader, which warns of a second version', async () => {
    const tag = (path: string) => `<script src="${path}" data-verifier="https://otp.example/v1"></script>`;
    await site.open(link, {
      tag: `<script>warned = []; console.warn = (...words) => warned.push(words.join(' '));</script>
        ${tag('loader.js')}${tag('newer/loader.js')}`,
    });
    expect(site.page.MoOtpGate!.version).to.equal('1.2.3');
    site.find('#go').click();
    await site.gate();
    const { warned } = site.page as unknown as { warned: string[] };
    await waitUntil(() => warned.length > 0);
    expect(warned.length).to.equal(1);
    expect(warned[0]).to.match(/the loader is here twice; \S+\/loader\.js \(1\.2\.3\) is used, not/);
    expect(site.requests('gate/lesson/9').length).to.equal(1);
  });
});

describe('a page that changes while a gate runs', () => {
  let site: Site;
  beforeEach(() => (site = new Site()));
  afterEach(() => site.close());

  it('opens one gate for a double click before the file has loaded', async () => {
    await site.open(link);
    site.find('#go').click();
    site.find('#go').click();
    await site.gate();
    expect(site.requests('gate/lesson/9').length).to.equal(1);
    expect(site.gates.length).to.equal(1);
  });

  it('does not replay the click after it was left and restored', async () => {
    let answer!: (answer: Answer) => void;
    site.files['gate/lesson/9'] = () => new Promise((resolve) => (answer = resolve));
    await site.open(link);
    site.find('#go').click();
    await waitUntil(() => answer);
    site.page.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    site.files['gate/lesson/9'] = () => undefined;
    answer(undefined);
    await waitUntil(() => site.find('#go').ariaBusy === null);
    expect(site.find('button') === null, 'and no retry button appears').to.equal(true);
    expect(site.requests('lesson/9').length).to.equal(0);
    site.files['gate/lesson/9'] = () => ({ type: 'application/json', body: '{"required":false}' });
    site.find('#go').click();
    await site.arrived('lesson/9');
  });

  it('gates controls that are added later', async () => {
    await site.open('<main></main>');
    site.find('main').innerHTML = link;
    site.find('#go').click();
    (await site.gate()).verify();
    await site.arrived('lesson/9');
  });

  it('can replace its whole content while the gate is open, and is gated in the new content', async () => {
    await site.open(link);
    site.find('#go').click();
    await site.gate();
    site.page.document.body.innerHTML = link;
    expect(site.gates.length).to.equal(0);
    await waitUntil(() => {
      site.find('#go').click();
      return site.requests('gate/lesson/9').length === 2;
    });
    (await site.gate()).verify();
    await site.arrived('lesson/9');
  });

  it('submits the form although the pressed button was removed', async () => {
    await site.open(
      `<form action="assignment" data-mo-otp-gate="gate/lesson/9"><input name="text" value="실천">
        <button name="how" value="final">제출</button></form>`,
    );
    site.find('button').click();
    const gate = await site.gate();
    site.find('button').remove();
    gate.verify();
    expect((await site.arrived('assignment')).path).to.match(/\?text=[^&]+$/);
  });

  it('follows the link although it was replaced', async () => {
    await site.open(`<main>${link}</main>`);
    site.find('#go').click();
    site.find('main').innerHTML = link;
    (await site.gate()).verify();
    await site.arrived('lesson/9');
    expect(site.requests('gate/lesson/9').length).to.equal(2);
  });
});
