/** The first screen says one thing, and so does it where there is little room. */
import { expect, fixture, html } from '@open-wc/testing';
import type { Challenge } from '../../widget/contract.js';
import type { MoOtpGate } from '../../widget/mo-otp-gate.js';
import { viewport } from '../support/commands.js';
import { Learner, FakeVerifier } from '../support/learner.js';
import { challenge, rejected, verifier } from '../support/fake-verifier.js';

/** A challenge with all that a verifier may send. */
const everything = () =>
  challenge({
    offers: ['motp', 'web-otp', 'captcha', 'phone', 'ipin'],
    unlock: ['phone', 'ipin'],
    params: { digits: 6, period: 60, apps: { android: 'https://store.test/a', web: 'https://store.test/w' } },
  } as Partial<Challenge>);

/** The texts that are seen, one for each piece of text that stands by itself. */
function seenTexts(dialog: HTMLElement): string[] {
  const walker = document.createTreeWalker(dialog, NodeFilter.SHOW_TEXT);
  const texts: string[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { parentElement: parent, textContent } = node;
    if (
      textContent!.trim() &&
      parent!.checkVisibility() &&
      !parent!.closest('.visually-hidden, details > :not(summary)')
    )
      texts.push(textContent!.trim());
  }
  return texts;
}

describe('the first screen', () => {
  let fakeVerifier: FakeVerifier;
  const { getTimezoneOffset } = Date.prototype;
  beforeEach(() => {
    Date.prototype.getTimezoneOffset = () => -540; // in Korea
    fakeVerifier = new FakeVerifier(everything());
  });
  afterEach(async () => {
    Date.prototype.getTimezoneOffset = getTimezoneOffset;
    fakeVerifier.leave();
    document.documentElement.removeAttribute('lang');
    document.documentElement.style.fontSize = '';
    await viewport({ width: 800, height: 600 });
  });

  it('is ten texts and a hundred Korean letters at most, besides name and number', async () => {
    const learner = await (await Learner.visits()).opens();
    const texts = seenTexts(learner.part('dialog'));
    expect(texts).to.include.members(['9차시 본인인증', '김보람', '010-0000-1234', '인증하기']);
    expect(texts.length, texts.join(' | ')).to.be.at.most(10);
    const letters = texts
      .filter((text) => text !== '김보람')
      .join('')
      .match(/\p{sc=Hangul}/gu)!;
    expect(letters.length, texts.join(' | ')).to.be.at.most(100);
  });

  it('has the field in its upper third on a phone, with cells as wide as the button', async () => {
    await viewport({ width: 390, height: 844 });
    const learner = await (await Learner.visits()).opens();
    const field = learner.part('field').getBoundingClientRect();
    expect(field.top - learner.part('dialog').getBoundingClientRect().top).to.be.at.most(200);
    const button = learner.part('submit').getBoundingClientRect();
    const cells = learner.parts('cell').map((cell) => cell.getBoundingClientRect());
    expect([cells[0]!.left, cells.at(-1)!.right].map(Math.round)).to.deep.equal(
      [button.left, button.right].map(Math.round),
    );
    expect(new Set(cells.map(({ top }) => top)).size).to.equal(1);
    const gap = (after: number) => cells[after]!.left - cells[after - 1]!.right;
    expect(gap(3)).to.be.above(gap(2), 'three and three, as the app shows them');
    expect(learner.part('dialog').scrollHeight).to.equal(learner.part('dialog').clientHeight);
  });

  it('marks the cell where the next digit goes, and those that are selected', async () => {
    const learner = await (await Learner.visits()).opens();
    const marked = () => learner.parts('cell').flatMap((cell, at) => (cell.className ? [at] : []));
    const painted = () =>
      learner
        .parts('cell')
        .map((cell) => cell.textContent)
        .join('');
    expect(marked()).to.deep.equal([0]);
    await learner.types('12');
    expect([marked(), painted()]).to.deep.equal([[2], '12']);
    await learner.presses('Shift+ArrowLeft');
    await new Promise(requestAnimationFrame);
    expect(marked()).to.deep.equal([1]);
    await learner.presses('Control+a');
    await new Promise(requestAnimationFrame);
    expect(marked()).to.deep.equal([0, 1]);
  });

  it('brings the other methods, the app and the help into view with one disclosure', async () => {
    await viewport({ width: 390, height: 500 });
    const learner = await (await Learner.visits()).opens();
    expect(learner.gate.shadowRoot!.querySelectorAll('summary').length).to.equal(1);
    await learner.opensMore();
    await new Promise(requestAnimationFrame);
    const texts = ['웹 OTP', 'Play 스토어에서 앱 받기', '전화 02-0000-0000', '인증 안내'];
    for (const text of texts) expect(learner.text).to.contain(text);
    const { top, bottom } = learner.part('other').getBoundingClientRect();
    expect(top >= 0 && bottom <= innerHeight).to.equal(true);
  });

  for (const lang of ['ko', 'en', 'vi', 'zh', 'ne'])
    for (const [where, size, fontSize] of [
      ['320 × 568 with text of twice the size', { width: 320, height: 568 }, '200%'],
      ['740 × 180', { width: 740, height: 180 }, ''],
    ] as const)
      it(`keeps the header and the button in view at ${where}: ${lang}`, async () => {
        await viewport(size);
        document.documentElement.lang = lang;
        document.documentElement.style.fontSize = fontSize;
        fakeVerifier.answers(everything(), rejected('wrong-code', 4));
        const learner = await (await Learner.visits()).opens();
        await learner.answers('123456');
        const dialog = learner.part('dialog');
        while (dialog.lang !== lang) await new Promise(requestAnimationFrame);
        expect(dialog.scrollWidth).to.equal(dialog.clientWidth);
        expect(parseFloat(getComputedStyle(learner.part('cell')).fontSize)).to.be.at.least(22);
        for (const scrolled of [0, dialog.scrollHeight / 4]) {
          dialog.scrollTop = scrolled;
          for (const part of ['close', 'submit']) {
            const { top, bottom } = learner.part(part).getBoundingClientRect();
            expect(top >= 0 && bottom <= innerHeight, `${part}, ${scrolled}: ${top}–${bottom}`).to.equal(true);
          }
        }
      });

  for (const lang of ['ko', 'en', 'vi', 'zh', 'ne'])
    it(`fits into a column of 180 pixels: ${lang}`, async () => {
      const column = await fixture(
        html`<div style="width: 180px" lang=${lang}>
          <mo-otp-gate verifier=${verifier} session="se_1" mode="inline"></mo-otp-gate>
        </div>`,
      );
      const gate = column.querySelector('mo-otp-gate') as MoOtpGate;
      const dialog = () => gate.shadowRoot!.querySelector('dialog');
      while (gate.phase !== 'answering' || dialog()?.lang !== lang) await new Promise(requestAnimationFrame);
      expect(dialog()!.scrollWidth).to.equal(dialog()!.clientWidth);
      const inside = dialog()!.getBoundingClientRect();
      expect(inside.width).to.be.at.most(180);
      for (const cell of gate.shadowRoot!.querySelectorAll('[part=cell]')) {
        expect(parseFloat(getComputedStyle(cell).fontSize)).to.be.at.least(22);
        const { left, right } = cell.getBoundingClientRect();
        expect(left >= inside.left && right <= inside.right).to.equal(true);
      }
      expect(gate.shadowRoot!.querySelector('[part=close]') === null).to.equal(true, 'a page closes its own parts');
    });
});
