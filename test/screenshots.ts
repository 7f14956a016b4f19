/**
 * `npm run screenshots`: every moment of the gate in Korean, light and dark, on a desk and on a phone, into
 * `demo/data/screenshots`; `npm run screenshots -- locked failed` only these. The page is a bare one with the built gate
 * on it; each moment is a list of a verifier's answers and what a learner does.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problems, type Challenge, type ChallengeReply, type ProblemCode, type Verdict } from 'mo-otp-gate/contract';
import { launch, type Page } from 'puppeteer-core';
import { screens } from '../demo/site/theming/screens.js';
import { findChromium } from './support/find-chromium.js';

type Answer = ChallengeReply | Verdict | ProblemCode | 'silence';
interface Moment {
  answers: Answer[];
  /** Keys, one after the other; `…` waits until the gate waits for the learner. */
  keys?: string[];
  mode?: 'inline';
  lang?: string;
  /** Seconds of the countdown in the first moment; default: 30. */
  left?: number;
  /** Whether the code turns after the last key. */
  turns?: true;
  /** A question that the site knew in advance. */
  preview?: Challenge;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const folder = here('../demo/data/screenshots');
const sizes = { desk: { width: 1000, height: 800 }, phone: { width: 390, height: 844 } };

const screen = (id: string) => screens.find((one) => one.id === id)!;
const question = (more: object = {}) => ({ ...(screen('answering').challenge as Challenge), ...more }) as Challenge;
const step = (n: number) => question({ checkpoint: { kind: 'lesson', number: 9, step: { n, of: 2 } } } as object);
const wrong = (attemptsLeft: number): Verdict => ({ status: 'rejected', reason: 'wrong-code', attemptsLeft });
const unlock = ['phone', 'ipin'];
const typed = [...'123456'];
const codeAnd = (...verdicts: Answer[]): Moment => ({ answers: [question(), ...verdicts], keys: ['…', ...typed, '…'] });
const offers = ['motp', 'phone', 'ipin'];

const moments: Record<string, Moment> = {
  first: { answers: [question()] },
  'first-of-two': { answers: [step(1)] },
  'more-open': { answers: [question({ offers: ['motp', 'web-otp', 'phone'] })], keys: ['…', 'Tab', 'Tab', 'Enter'] },
  skeleton: { answers: ['silence'] },
  preview: { answers: ['silence'], preview: question() },
  turned: { answers: [question()], turns: true },
  'turned-refused': { ...codeAnd(wrong(4)), turns: true },
  ending: { answers: [question()], left: 9 },
  typing: { answers: [question()], keys: ['…', '4', '8', '2'] },
  checking: codeAnd('silence'),
  'wrong-code': codeAnd(wrong(4)),
  'wrong-code-third': codeAnd(wrong(2)),
  incomplete: { answers: [question()], keys: ['…', '1', '2', 'Enter'] },
  repeated: { answers: [question(), wrong(4)], keys: ['…', ...typed, '…', ...typed] },
  'used-code': codeAnd({ status: 'rejected', reason: 'used-code', attemptsLeft: 5 }),
  mismatch: codeAnd({ status: 'rejected', reason: 'mismatch', attemptsLeft: 5 }),
  'last-try': { answers: [question({ attemptsLeft: 2, unlock }), wrong(1)], keys: ['…', ...typed, '…'] },
  'new-code': {
    answers: [step(1), { status: 'unlocked' }, step(2)],
    keys: ['…', ...typed, '…'],
    turns: true,
  },
  'wait-for-code': { answers: [step(1), { status: 'unlocked' }, step(2)], keys: ['…', ...typed, '…'] },
  unlocked: {
    answers: [
      {
        ...(screen('captcha').challenge as Challenge),
        params: { kind: 'page', url: 'about:blank', height: 1 },
      } as Challenge,
      { status: 'unlocked' },
      question(),
    ],
    keys: ['…', 'Enter', '…'],
  },
  unavailable: {
    answers: [question({ offers }), { status: 'unavailable', retryIn: 30 }],
    keys: ['…', ...typed, '…'],
  },
  'unavailable-alone': {
    answers: [question({ offers: ['motp'] }), { status: 'unavailable', retryIn: 30 }],
    keys: ['…', ...typed, '…'],
  },
  expired: codeAnd({ status: 'expired' }),
  locked: codeAnd({ status: 'locked', unlock }),
  failed: { answers: ['maintenance'] },
  'session-over': { answers: ['unknown-session'] },
  verified: codeAnd({ status: 'verified', token: 'example', method: 'motp', expiresIn: 300 }),
  'inline-first': { answers: [question()], mode: 'inline' },
  ...Object.fromEntries(
    ['phone', 'phone-blocked', 'ipin', 'captcha', 'captcha-working', 'web-otp-new', 'web-otp', 'web-otp-elsewhere'].map(
      (id) => {
        const { challenge, verdict, press } = screen(id);
        return [id, { answers: [challenge, verdict ?? 'silence'], ...(press && { keys: ['…', 'Enter'] }) }];
      },
    ),
  ),
  ...Object.fromEntries(
    ['en', 'vi', 'zh', 'ne'].map((lang) => [
      `last-try-${lang}`,
      { lang, answers: [question({ attemptsLeft: 2, unlock }), wrong(1)], keys: ['…', ...typed, '…'] },
    ]),
  ),
};

declare global {
  /** Milliseconds by which the page's clock is moved. */
  var clockAhead: number;
}

/** Opens the gate and goes on to a moment. */
async function show(
  page: Page,
  address: string,
  { answers, keys = [], mode, lang = 'ko', left = 30, turns, preview }: Moment,
) {
  await page.goto(address, { waitUntil: 'load' });
  await page.evaluate(
    async (replies, problem, mode, lang, left, preview) => {
      // one clock for page and verifier, on which a time step has this many seconds left
      const now = Date.now.bind(Date);
      globalThis.clockAhead = 60_000 - left * 1000 - (now() % 60_000);
      Date.now = () => now() + globalThis.clockAhead;
      window.fetch = async () => {
        const answer = replies.length > 1 ? replies.shift()! : replies[0]!;
        if (answer === 'silence') return new Promise(() => {});
        if (typeof answer === 'string')
          return Response.json({ code: answer, title: answer, status: problem[answer] }, { status: problem[answer]! });
        return Response.json({ ...answer, time: Date.now() });
      };
      document.documentElement.lang = lang;
      addEventListener('mo-otp-error', (event) => event.preventDefault());
      const gate = document.createElement('mo-otp-gate');
      Object.assign(gate, { verifier: 'https://otp.test/v1', session: 'example', mode: mode ?? 'modal', preview });
      document.querySelector('main')!.append(gate);
      if (!mode) void gate.show();
    },
    answers,
    problems as Record<string, number>,
    mode,
    lang,
    left,
    preview,
  );
  const settled = () =>
    page.waitForFunction(() => {
      const gate = document.querySelector('mo-otp-gate')!;
      const dialog = gate.shadowRoot!.querySelector('dialog');
      return dialog?.open && dialog.lang === document.documentElement.lang && !/requesting|checking/.test(gate.phase);
    });
  for (const key of keys)
    if (key === '…') {
      if (!(key === keys.at(-1) && answers.includes('silence'))) await settled();
    } else await page.keyboard.press(key as 'Enter');
  if (!answers.includes('silence')) await settled();
  await new Promise((resume) => setTimeout(resume, answers.includes('silence') ? 500 : 50));
  if (turns) {
    await page.evaluate(() => void (globalThis.clockAhead += 61_000 - (Date.now() % 60_000)));
    await new Promise((resume) => setTimeout(resume, 1_100)); // the gate looks at the clock each second
  }
}

const server = createServer((request, response) => {
  const path = new URL(request.url!, 'http://localhost').pathname;
  if (path === '/') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>.</title><style>body{font:16px system-ui}</style><script type="module" src="/mo-otp-gate.js"></script><main><h1>9차시</h1></main>`);
  } else {
    response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
    response.end(readFileSync(here(`../dist${path}`)));
  }
}).listen(0);
const { from, ...options } = await findChromium();
const browser = await launch({
  ...options,
  env: { ...process.env, ...options.env, TZ: 'Asia/Seoul', LANG: 'ko_KR.UTF-8' },
});
const wanted = process.argv.slice(2);
let pictures = 0;
try {
  mkdirSync(folder, { recursive: true });
  const page = await browser.newPage();
  await page.evaluateOnNewDocument('globalThis.__name = (named) => named'); // tsx wraps named functions in it
  for (const [size, viewport] of Object.entries(sizes))
    for (const scheme of ['light', 'dark']) {
      await page.setViewport(viewport);
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: scheme },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ]);
      for (const [id, moment] of Object.entries(moments)) {
        if (wanted.length > 0 && !wanted.includes(id)) continue;
        await show(page, `http://localhost:${(server.address() as AddressInfo).port}/`, moment);
        await page.screenshot({ path: join(folder, `${id}-${size}-${scheme}.png`) });
        pictures++;
      }
    }
  console.log(`${pictures} pictures in ${folder} (browser: ${from})`);
} finally {
  await browser.close();
  server.close();
}
