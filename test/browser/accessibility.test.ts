import { expect } from '@open-wc/testing';
import 'axe-core';
import type { AxeResults, RunOptions } from 'axe-core';
import { useFakeTimers } from 'sinon';
import type { Challenge, Verdict } from '../../widget/contract.js';
import { accessibilityTree, front, media, viewport, type AXNode } from '../support/commands.js';
import { Learner, FakeVerifier } from '../support/learner.js';
import { challenge, problem, rejected, verified } from '../support/fake-verifier.js';

/** A classic script: it leaves itself on the window. */
const { axe } = window as unknown as { axe: { run(element: Element, options: RunOptions): Promise<AxeResults> } };
const rules: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: {
    'target-size': { enabled: true },
    region: { enabled: false },
    'page-has-heading-one': { enabled: false },
    'landmark-one-main': { enabled: false },
  },
};
const silence = () => new Promise<Response>(() => {});
const question = (more: Partial<Challenge> = {}) =>
  challenge({
    offers: ['motp', 'phone', 'ipin'],
    params: { digits: 6, period: 60, apps: { android: 'https://store.test/a', web: 'https://store.test/w' } },
    ...more,
  } as Partial<Challenge>);
const locked = {
  status: 'locked',
  unlock: ['phone', 'ipin'],
  learner: {},
  help: { phone: '02-0000-0000' },
} satisfies Verdict;

/** What brings a gate to each phase: the verifier's answers, and whether a code is typed. */
const phases: Record<string, { answers: () => ConstructorParameters<typeof FakeVerifier>; code?: boolean }> = {
  requesting: { answers: () => ['silence'] },
  answering: { answers: () => [question()] },
  checking: { answers: () => [question(), silence()], code: true },
  rejected: { answers: () => [question(), rejected('wrong-code', 1)], code: true },
  unavailable: { answers: () => [question(), { status: 'unavailable', retryIn: 30 }], code: true },
  expired: { answers: () => [question(), { status: 'expired' }], code: true },
  locked: { answers: () => [locked] },
  failed: { answers: () => [problem(503, 'maintenance')] },
  verified: { answers: () => [question(), verified], code: true },
};
const phaseOf = (name: string) => ({ rejected: 'answering', unavailable: 'answering' })[name] ?? name;

let fakeVerifier: FakeVerifier;
async function reaches(name: string, mode = 'modal', lang = 'ko') {
  const { answers, code } = phases[name]!;
  document.documentElement.lang = lang;
  fakeVerifier = new FakeVerifier(...answers());
  const learner = await Learner.visits({ mode });
  learner.opener.focus();
  learner.result = learner.gate.show();
  if (code) {
    await learner.settles('answering');
    learner.field.focus();
    await learner.types('123456');
    await learner.settles(phaseOf(name));
    if (name in { rejected: 1, unavailable: 1 }) while (!learner.alarm) await new Promise(requestAnimationFrame);
  }
  await learner.settles(phaseOf(name));
  const dialog = () => learner.part('dialog') as HTMLDialogElement | null;
  const shown = () => dialog()?.open && dialog()!.lang === lang;
  while (!shown()) await new Promise(requestAnimationFrame);
  return learner;
}

const controls = ({ gate }: Learner) =>
  [...gate.shadowRoot!.querySelectorAll<HTMLElement>('button, a, summary, input')].filter((control) =>
    control.checkVisibility({ visibilityProperty: true }),
  );

describe('everybody can use the gate', () => {
  afterEach(async () => {
    fakeVerifier.leave();
    document.documentElement.lang = '';
    document.documentElement.style.colorScheme = '';
    await viewport({ width: 800, height: 600 });
    await media({ 'forced-colors': 'none', 'prefers-reduced-motion': 'no-preference' });
  });

  for (const name of Object.keys(phases))
    for (const scheme of ['light', 'dark'])
      for (const lang of ['ko', 'en'])
        for (const mode of ['modal', 'inline'])
          it(`axe finds nothing: ${name}, ${scheme}, ${lang}, ${mode}`, async () => {
            document.documentElement.style.colorScheme = scheme;
            const { gate } = await reaches(name, mode, lang);
            const { violations } = await axe.run(gate, rules);
            expect(
              violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
            ).to.deep.equal([]);
          });

  it('the dialog is named by its title and described by whom it is for', async () => {
    await reaches('answering');
    const find = (node: AXNode, role: string): AXNode | undefined =>
      node.role === role ? node : node.children?.map((child) => find(child, role)).find(Boolean);
    const tree = await accessibilityTree();
    const dialog = find(tree, 'dialog')!;
    expect([dialog.name, dialog.description]).to.deep.equal(['9차시 본인인증', '김보람 010-0000-1234']);
    expect(find(dialog, 'textbox')!.name).to.equal('mOTP 앱의 6자리 숫자');
  });

  for (const [key, name] of [
    ['Tab', 'forwards'],
    ['Shift+Tab', 'backwards'],
  ] as const)
    it(`Tab goes ${name} through every control and stays inside`, async () => {
      const learner = await reaches('unavailable');
      const wanted = new Set(controls(learner));
      const met = new Set<Element>();
      [...wanted].at(key === 'Tab' ? 0 : -1)!.focus();
      for (let presses = 0; presses < wanted.size * 2; presses++) {
        if (learner.focused) met.add(learner.focused);
        await learner.presses(key);
        expect(
          document.activeElement === learner.gate || document.activeElement === document.body,
          'not in the page behind',
        ).to.equal(true);
      }
      await front(); // beyond the last control Firefox goes on among its own buttons
      expect([...wanted].filter((control) => !met.has(control)).map(({ outerHTML }) => outerHTML)).to.deep.equal([]);
    });

  it('Escape closes in every phase, asks nothing, and gives the focus back to the opener', async () => {
    for (const name of Object.keys(phases)) {
      const learner = await reaches(name);
      expect(learner.focused !== null, name).to.equal(true);
      await learner.presses('Escape');
      await learner.settles('closed');
      expect(document.activeElement === learner.opener, name).to.equal(true);
      learner.gate.remove();
      fakeVerifier.leave();
    }
  });

  it('live regions are rendered before they have text', async () => {
    const learner = await reaches('requesting');
    const status = learner.gate.shadowRoot!.querySelector('[role=status]')!;
    const alert = learner.part('notice');
    expect([status.getAttribute('role'), alert.getAttribute('role'), alert.textContent]).to.deep.equal([
      'status',
      'alert',
      '',
    ]);
    learner.gate.close();
    await learner.settles('closed');
    fakeVerifier.leave();
    const answering = await reaches('answering');
    const own = answering.field.form!.querySelector('[role=alert]')!;
    expect(own.textContent).to.equal('');
    fakeVerifier.answers(rejected('wrong-code', 4));
    await answering.answers('123456');
    expect(own.isConnected && own.textContent !== '').to.equal(true);
  });

  it('the countdown speaks at 30 and at 10 seconds and is silent otherwise', async () => {
    const start = 1_700_000_000_000 - (1_700_000_000_000 % 60_000);
    const clock = useFakeTimers({ now: start, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    try {
      fakeVerifier = new FakeVerifier(question({ time: start }));
      const learner = await (await Learner.visits()).opens();
      const timer = learner.part('countdown');
      const region = timer.closest('form')!.querySelector('.visually-hidden[role=status]')!;
      const heard: string[] = [];
      for (let second = 0; second < 60; second++) {
        if (region.textContent && region.textContent !== heard.at(-1)) heard.push(region.textContent);
        await clock.tickAsync(1000);
        await learner.gate.updateComplete;
      }
      expect(heard).to.deep.equal(['30초 뒤에 번호가 바뀝니다.', '10초 뒤에 번호가 바뀝니다.']);
      expect(timer.getAttribute('role')).to.equal('timer');
    } finally {
      clock.restore();
    }
  });

  for (const name of Object.keys(phases))
    it(`every target is at least 44 by 44 pixels: ${name}`, async () => {
      const learner = await reaches(name);
      for (const control of controls(learner)) {
        const { width, height } = control.getBoundingClientRect();
        expect(Math.min(width, height), control.outerHTML).to.be.at.least(44);
      }
    });

  for (const [what, size] of [
    ['320 × 256', { width: 320, height: 256 }],
    ['400 % of 1280 × 1024', { width: 320, height: 256, deviceScaleFactor: 4 }],
  ] as const)
    for (const name of ['rejected', 'unavailable', 'locked', 'verified'])
      it(`nothing scrolls sideways and every control can be reached at ${what}: ${name}`, async () => {
        await viewport(size);
        const learner = await reaches(name);
        const dialog = learner.part('dialog');
        expect(dialog.scrollWidth).to.equal(dialog.clientWidth);
        expect(document.documentElement.scrollWidth <= window.innerWidth).to.equal(true);
        for (const control of controls(learner)) {
          control.focus();
          control.scrollIntoView({ block: 'nearest' });
          // the text field is one cell wider than what is seen of it
          const { top, bottom, left, right } = (control.closest('[part=field]') ?? control).getBoundingClientRect();
          expect(
            top >= 0 && bottom <= window.innerHeight && left >= 0 && right <= window.innerWidth,
            control.outerHTML,
          ).to.equal(true);
        }
      });

  it('a reader’s own text spacing cuts nothing off (WCAG 1.4.12)', async () => {
    await viewport({ width: 320, height: 640 });
    const learner = await reaches('rejected');
    const spacing = new CSSStyleSheet();
    spacing.replaceSync(
      '*:not(input) { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }' +
        'p { margin-bottom: 2em !important }',
    );
    learner.gate.shadowRoot!.adoptedStyleSheets.push(spacing);
    const dialog = learner.part('dialog');
    expect(dialog.scrollWidth).to.equal(dialog.clientWidth);
    for (const text of dialog.querySelectorAll<HTMLElement>(
      'p:not(.visually-hidden), button, h2, dd, summary, a, label',
    ))
      expect(
        (text.scrollWidth <= text.clientWidth + 1 && text.scrollHeight <= text.clientHeight + 1) ||
          getComputedStyle(text).display === 'inline',
        text.outerHTML,
      ).to.equal(true);
  });

  it('in forced colours cells, button, notice and focus are drawn by lines', async () => {
    await media({ 'forced-colors': 'active' });
    const learner = await reaches('rejected');
    expect(matchMedia('(forced-colors: active)').matches).to.equal(true);
    const line = (part: string, side = 'border-top') =>
      getComputedStyle(learner.part(part)).getPropertyValue(`${side}-style`);
    expect([
      line('cell'),
      line('submit'),
      line('dialog'),
      getComputedStyle(learner.parts('notice')[1]!).borderInlineStartStyle,
    ]).to.deep.equal(['solid', 'solid', 'solid', 'solid']);
    await learner.presses('Tab');
    expect(getComputedStyle(learner.focused!).outlineStyle).to.equal('solid');
  });

  for (const motion of ['reduce', 'no-preference'])
    for (const name of Object.keys(phases))
      it(`nothing moves, glides or fades, whether or not less motion is asked for (${motion}): ${name}`, async () => {
        await media({ 'prefers-reduced-motion': motion });
        const { gate } = await reaches(name);
        expect(gate.shadowRoot!.getAnimations().length).to.equal(0);
        for (const element of gate.shadowRoot!.querySelectorAll('*'))
          for (const part of [undefined, '::before', '::backdrop']) {
            const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element, part);
            expect(
              [animationName, transitionDuration, scrollBehavior],
              `${element.outerHTML.slice(0, 80)}${part ?? ''}`,
            ).to.deep.equal(['none', '0s', 'auto']);
          }
      });

  it('the page behind neither scrolls nor takes the focus', async () => {
    const tall = document.createElement('div');
    tall.style.height = '3000px';
    document.body.append(tall);
    try {
      const learner = await reaches('answering');
      expect(getComputedStyle(document.documentElement).overflowY).to.equal('hidden');
      learner.opener.focus();
      expect(document.activeElement === learner.opener).to.equal(false);
      await learner.presses('Escape');
      await learner.settles('closed');
      expect(getComputedStyle(document.documentElement).overflowY).not.to.equal('hidden');
    } finally {
      tall.remove();
    }
  });
});
