/**
 * The playground in a browser, with the demo's verifier in test mode: the gate follows the visitor's choices.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import type { MoOtpGate } from 'mo-otp-gate';
import { problems, type ProblemCode } from 'mo-otp-gate/contract';
import type { Page } from 'puppeteer-core';
import { journey } from '../support/journey.js';
import { Trainee } from '../support/trainee.js';

const stage = journey();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
type Phase = MoOtpGate['phase'];

/** A visitor of the playground. */
class Visitor {
  private constructor(
    readonly page: Page,
    readonly faults: string[],
  ) {}

  static async comes(width?: number) {
    const { page, faults } = await Trainee.sitsDown(stage.browser, stage.demo.site, width);
    await page.goto(`${stage.demo.site}/playground`);
    await page.waitForFunction(() => customElements.get('mo-otp-gate') && document.querySelector('mo-otp-gate'));
    return new Visitor(page, faults);
  }

  chooses = (what: string, value: string) => this.page.select(`#${what}`, value);
  presses = (button: string) => this.page.locator(`#${button}`).click();
  sees = (phase: Phase) =>
    this.page.waitForFunction((phase) => document.querySelector<MoOtpGate>('mo-otp-gate')!.phase === phase, {}, phase);

  /** Puts a gate with this session into the page. */
  async tries(session: string) {
    await this.chooses('mode', 'inline');
    await this.chooses('session', session);
  }
  async types(code: string) {
    await this.sees('answering');
    await this.page.focus('mo-otp-gate >>> [part=input]');
    await this.page.keyboard.type(code);
  }
  /** Waits until the log contains this text. */
  hears = (line: string) =>
    this.page.waitForFunction(
      (line) => [...document.querySelectorAll('#log li')].some((one) => one.textContent!.includes(line)),
      {},
      line,
    );
  /** Waits for the verifier's next verdict. */
  async verdict() {
    const reply = await this.page.waitForResponse(
      (reply) => reply.url().endsWith('/verify') && reply.request().method() === 'POST',
    );
    return (await reply.json()) as { status: string | number };
  }
  code = () => this.page.$eval('#code code', (code) => code.textContent!);
  clicksInGate = (part: string) => this.page.locator(`mo-otp-gate >>> [part=${part}]`).click();
}

/** For each session the resulting phase and the logged event. */
const stories: Record<string, { phase: Phase; event?: string }> = {
  verified: { phase: 'verified', event: 'mo-otp-verified' },
  'rejected_wrong-code': { phase: 'answering', event: 'mo-otp-rejected reason: "wrong-code", attemptsLeft: 4' },
  'rejected_used-code': { phase: 'answering', event: 'mo-otp-rejected reason: "used-code"' },
  rejected_mismatch: { phase: 'answering', event: 'mo-otp-rejected reason: "mismatch"' },
  unlocked: { phase: 'answering' },
  expired: { phase: 'expired' },
  locked: { phase: 'locked', event: 'mo-otp-locked unlock: ["phone","ipin"]' },
  unavailable: { phase: 'answering' },
  verify_maintenance: { phase: 'failed', event: 'mo-otp-error error: "maintenance"' },
};

for (const [session, { phase, event }] of Object.entries(stories))
  test(`test_${session}: a code leads to ${phase}`, { timeout: 60_000 }, async () => {
    const visitor = await Visitor.comes();
    await visitor.tries(`test_${session}`);
    const verdict = visitor.verdict();
    await visitor.types('123456');
    assert.equal(
      (await verdict).status,
      event?.startsWith('mo-otp-error')
        ? problems[session.replace('verify_', '') as ProblemCode]
        : session.split('_')[0],
    );
    await visitor.sees(phase);
    if (event !== undefined) await visitor.hears(event);
    assert.deepEqual(visitor.faults, []);
  });

test('a visitor types a refused code, then 000000', { timeout: 60_000 }, async () => {
  const visitor = await Visitor.comes();
  await visitor.tries('test_rejected_wrong-code');
  await visitor.types('123456');
  await visitor.hears('mo-otp-rejected');
  await visitor.types('000000');
  await visitor.sees('verified');
  await visitor.hears('mo-otp-verified token: "test_token_for');
  const line = await visitor.page.$$eval('#log li', (lines) => lines.at(-1)!.textContent!);
  assert.match(line, /token: "test_token_for…[^"]{4}", method: "motp", expiresIn: 300/, 'never the whole token');
});

test('a visitor sees every problem of challenge and verify by its code', { timeout: 60_000 }, async () => {
  const visitor = await Visitor.comes();
  const sessions = await visitor.page.$$eval('#session option', (options) => options.map(({ value }) => value));
  const troubled = (question: string) =>
    Object.keys(problems).filter((code) => sessions.includes(`test_${question}_${code}`));
  assert.ok(troubled('challenge').length + troubled('verify').length > Object.keys(problems).length);
  for (const code of troubled('challenge')) {
    await visitor.tries(`test_challenge_${code}`);
    await visitor.hears(`error: "${code}"`);
    await visitor.sees('failed');
  }
  await visitor.presses('clear');
  for (const code of troubled('verify')) {
    await visitor.tries(`test_verify_${code}`);
    await visitor.types('123456');
    // the gate treats an unknown challenge as expired
    if (code === 'unknown-challenge') await visitor.sees('expired');
    else await visitor.hears(`error: "${code}"`);
  }
  assert.deepEqual(visitor.faults, []);
});

test('a visitor sees a lock before the first challenge, and unlocks', { timeout: 60_000 }, async () => {
  const visitor = await Visitor.comes();
  await visitor.tries('test_challenge_locked');
  await visitor.sees('locked');
  await visitor.clicksInGate('other');
  await visitor.sees('answering');
  await visitor.clicksInGate('submit');
  await visitor.sees('verified');
});

test('a visitor’s pending check keeps polling; one that ends is verified', { timeout: 60_000 }, async () => {
  const visitor = await Visitor.comes();
  await visitor.tries('test_pending');
  await visitor.sees('answering');
  const verdict = visitor.verdict();
  await visitor.clicksInGate('submit');
  assert.equal((await verdict).status, 'pending');
  await visitor.sees('checking');
  await visitor.chooses('session', 'test_verified_phone');
  await visitor.sees('answering');
  await visitor.clicksInGate('submit');
  await visitor.hears('mo-otp-verified');
});

test('a visitor passes captcha and web OTP without typing', { timeout: 60_000 }, async () => {
  const visitor = await Visitor.comes();
  for (const [session, event] of [
    ['test_verified_captcha', 'method: "captcha"'],
    ['test_rejected_wrong-answer', 'reason: "wrong-answer"'],
    ['test_verified_web-otp', 'method: "web-otp"'],
  ] as const) {
    await visitor.tries(session);
    await visitor.sees('answering');
    await visitor.clicksInGate('submit');
    await visitor.hears(event);
  }
});

test('chosen attributes reach the gate and the snippet, others do not', { timeout: 60_000 }, async () => {
  const visitor = await Visitor.comes();
  const names = ['session', 'mode', 'lang', 'method', 'name', 'required', 'manual-submit'];
  const given = () =>
    visitor.page.$eval(
      'mo-otp-gate',
      (gate, names) => Object.fromEntries(names.map((name) => [name, gate.getAttribute(name)])),
      names,
    );
  /** The same attributes, read from the snippet for a page. */
  const written = () =>
    visitor.page.$eval(
      '#code code',
      (code, names) => {
        const gate = new DOMParser().parseFromString(code.textContent!, 'text/html').querySelector('mo-otp-gate')!;
        return Object.fromEntries(names.map((name) => [name, gate.getAttribute(name)]));
      },
      names,
    );
  assert.deepEqual(
    { ...(await given()), lang: null },
    {
      session: 'test_verified',
      mode: 'inline',
      lang: null,
      method: null,
      name: 'otp',
      required: null,
      'manual-submit': null,
    },
  );
  assert.deepEqual(await written(), {
    session: 'test_verified',
    mode: 'inline',
    lang: null,
    method: null,
    name: 'otp',
    required: null,
    'manual-submit': null,
  });
  for (const [what, value] of [
    ['session', 'test_verified_captcha'],
    ['mode', 'inline'],
    ['lang', 'en'],
    ['method', 'phone'],
  ] as const)
    await visitor.chooses(what, value);
  await visitor.page.locator('#name').fill('a "name" <b>');
  for (const box of ['required', 'manual-submit']) await visitor.presses(box);
  const wanted = {
    session: 'test_verified_captcha',
    mode: 'inline',
    lang: 'en',
    method: 'phone',
    name: 'a "name" <b>',
    required: '',
    'manual-submit': '',
  };
  assert.deepEqual(await given(), wanted);
  assert.deepEqual(await written(), wanted);
  await visitor.sees('answering');
  await visitor.page.waitForFunction(
    () => document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('dialog')!.lang === 'en',
  );
  assert.equal(
    await visitor.page.$eval('#open', (button) => button.checkVisibility()),
    false,
    'in the page’s flow there is nothing to open',
  );
  await visitor.chooses('method', '');
  await visitor.presses('required');
  assert.deepEqual(await given(), { ...wanted, method: null, required: null });
  assert.deepEqual(await written(), { ...wanted, method: null, required: null });
});

test('the gate opens from the button and from the form, which then holds the token', { timeout: 60_000 }, async () => {
  const visitor = await Visitor.comes();
  await visitor.chooses('mode', '');
  await visitor.page.locator('#stage button:not([type])').click();
  await visitor.hears('submit name: "otp", token: ".UNSTARTED"');
  await visitor.presses('required');
  await visitor.page.locator('#stage button:not([type])').click();
  await visitor.types('123456');
  await visitor.sees('verified');
  await visitor.page.keyboard.press('Escape');
  await visitor.page.locator('#stage button:not([type])').click();
  await visitor.hears('submit name: "otp", token: "test_token_for');
  await visitor.presses('open');
  await visitor.sees('answering');
});

test('theme, brightness and framework change gate and snippet; a button copies it', { timeout: 60_000 }, async () => {
  const visitor = await Visitor.comes();
  await visitor.chooses('theme-name', 'playful');
  await visitor.page.waitForFunction(
    () => getComputedStyle(document.querySelector('mo-otp-gate')!).getPropertyValue('--mo-otp-radius') === '16px',
  );
  assert.match(await visitor.code(), /themes\/playful\.css/);
  await visitor.chooses('brightness', 'dark');
  assert.equal(await visitor.page.$eval('mo-otp-gate', (gate) => getComputedStyle(gate).colorScheme), 'dark');
  await visitor.chooses('kind', 'React');
  assert.match(await visitor.code(), /useRef<MoOtpGate>/);
  await visitor.page.evaluate(
    'navigator.clipboard.writeText = async (text) => void (document.body.dataset.copied = text)',
  );
  await visitor.presses('copy');
  await visitor.page.waitForFunction(
    () => document.querySelector('#code [role=status]')!.textContent === '복사했습니다.',
  );
  assert.equal(await visitor.page.$eval('body', (body) => body.dataset['copied']), await visitor.code());
});

test('a visitor reaches every control by keyboard, in visual order', { timeout: 60_000 }, async () => {
  const visitor = await Visitor.comes();
  await visitor.chooses('mode', '');
  const reached: string[] = [];
  await visitor.page.focus('#content');
  for (let presses = 0; presses < 20; presses++) {
    await visitor.page.keyboard.press('Tab');
    const id = await visitor.page.evaluate(
      () => document.activeElement!.id || document.activeElement!.tagName.toLowerCase(),
    );
    reached.push(id);
  }
  const order = [
    'open',
    'reset',
    'button',
    'session',
    'mode',
    'lang',
    'method',
    'name',
    'required',
    'manual-submit',
    'theme-name',
    'brightness',
    'log',
    'clear',
    'kind',
    'pre',
    'copy',
  ];
  assert.deepEqual(reached.slice(0, order.length), order);
});

for (const width of [390, 1000])
  test(
    `a visitor sees a whole gate at once at ${width} px: learner, field, help and app`,
    { timeout: 60_000 },
    async () => {
      const visitor = await Visitor.comes(width);
      await visitor.sees('answering');
      const { page } = visitor;
      const bottom = await page.$eval('mo-otp-gate >>> [part=input]', (one) => one.getBoundingClientRect().bottom);
      assert.ok(bottom < 800, `the field ends at ${bottom} px, in the window`);
      assert.equal(await page.evaluate(() => document.activeElement === document.body), true, 'the focus stays');
      await page.locator('mo-otp-gate >>> summary').click();
      const seen = await page.$$eval('mo-otp-gate >>> [part]', (parts) =>
        parts.filter((part) => part.checkVisibility()).map((part) => part.getAttribute('part')),
      );
      for (const part of ['learner', 'input', 'submit', 'no-app', 'other', 'help'])
        assert.ok(seen.includes(part), part);
    },
  );

for (const width of [320, 1000])
  for (const scheme of ['light', 'dark'])
    test(`axe finds nothing at ${width} px, ${scheme}`, { timeout: 60_000 }, async () => {
      const visitor = await Visitor.comes(width);
      await visitor.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await visitor.tries('test_rejected_wrong-code');
      await visitor.types('123456');
      await visitor.hears('mo-otp-rejected');
      await visitor.page.evaluate(axe);
      const found = await visitor.page.evaluate(async () => {
        const { violations } = await (
          globalThis as unknown as {
            axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          }
        ).axe.run();
        const low = [...document.querySelectorAll('main select, main button, main input, main .choice')].filter(
          (one) => one.checkVisibility() && !one.matches('[type=checkbox]') && one.getBoundingClientRect().height < 44,
        );
        return [
          ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
          ...low.map(({ outerHTML }) => `lower than 44 px: ${outerHTML}`),
          ...(document.documentElement.scrollWidth > innerWidth ? ['too wide'] : []),
        ];
      });
      assert.deepEqual(found, []);
      assert.deepEqual(visitor.faults, []);
    });

test(
  'a learner named like a test session gets its outcome on the course: refused, then verified',
  { timeout: 60_000 },
  async () => {
    const learner = await Trainee.sitsDown(stage.browser, stage.demo.site);
    await learner.logsIn('test_rejected_wrong-code', '010-0000-9001');
    await learner.wants('/lesson/1');
    await learner.isAsked();
    await learner.answers('123456');
    await learner.page.waitForFunction(
      () => document.querySelector('mo-otp-gate')?.shadowRoot?.querySelector('input')?.ariaInvalid === 'true',
    );
    await learner.answers('000000');
    await learner.arrivesAt('/lesson/1');
    assert.deepEqual(learner.faults, []);
  },
);
