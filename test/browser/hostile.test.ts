import { expect } from '@open-wc/testing';
import { Learner, FakeVerifier } from '../support/learner.js';
import { inCell } from '../support/code-field.js';
import { clickAt, skip } from '../support/commands.js';
import { challenge, rejected, verified } from '../support/fake-verifier.js';

describe('in a page that makes it hard', () => {
  let fakeVerifier: FakeVerifier;
  afterEach(() => fakeVerifier.leave());

  describe('a gate that is moved', () => {
    it('closes, as if the learner had closed it, and opens again where it is now', async () => {
      fakeVerifier = new FakeVerifier(challenge(), challenge(), verified);
      const learner = await (await Learner.visits()).opens();
      await learner.types('12');
      learner.gate.parentElement!.parentElement!.append(learner.gate);
      expect(await learner.result).to.equal(null);
      await learner.settles('closed');
      expect(learner.part('dialog').matches(':modal')).to.equal(false);
      await learner.opens();
      expect(learner.field.value).to.equal('');
      await learner.answers('123456');
      expect(learner.gate.phase).to.equal('verified');
      learner.gate.remove();
    });

    it('starts again in its new place, if it is inline', async () => {
      fakeVerifier = new FakeVerifier(challenge());
      const learner = await Learner.visits({ mode: 'inline' });
      await learner.settles('answering');
      learner.gate.parentElement!.prepend(learner.gate);
      await learner.settles('answering');
      expect(fakeVerifier.to('/challenge').length).to.equal(2);
    });
  });

  it('a gate that is removed during a check aborts the request and dispatches no late verdict', async () => {
    fakeVerifier = new FakeVerifier(challenge(), 'silence');
    const signals: (AbortSignal | null | undefined)[] = [];
    const fetch = globalThis.fetch;
    globalThis.fetch = (input, init) => (signals.push(init?.signal), fetch(input, init));
    const learner = await (await Learner.visits()).opens();
    await learner.types('123456');
    expect(learner.gate.phase).to.equal('checking');
    learner.gate.remove();
    expect(signals.at(-1)!.aborted).to.equal(true);
    expect(await learner.result).to.equal(null);
    expect(learner.heard('verified').length + learner.heard('error').length).to.equal(0);
    expect(document.documentElement.style.overflow).to.equal('');
    globalThis.fetch = fetch;
  });

  it('two gates do not affect each other', async () => {
    fakeVerifier = new FakeVerifier(
      challenge({ id: 'ch_a' }),
      challenge({ id: 'ch_b' }),
      rejected('wrong-code', 4),
      verified,
    );
    const inline = await Learner.visits({ session: 'se_a', mode: 'inline' });
    await inline.settles('answering');
    const modal = await (await Learner.visits({ session: 'se_b' })).opens();
    await modal.answers('111111');
    expect([modal.alarm === '', inline.alarm === '']).to.deep.equal([false, true]);
    expect([modal.field.value, inline.field.value]).to.deep.equal(['111111', '']);
    modal.gate.close();
    await modal.settles('closed');
    inline.field.focus();
    await inline.answers('222222');
    expect(inline.gate.phase).to.equal('verified');
    expect(fakeVerifier.to('/verify').map((request) => request['challenge'])).to.deep.equal(['ch_b', 'ch_a']);
  });

  const styles = {
    'everything unset': '* { all: unset }',
    'everything unset, and it is important': '* { all: unset !important }',
    'wide letters, other boxes':
      '* { box-sizing: content-box !important; letter-spacing: 9px !important; word-spacing: 20px !important; text-transform: uppercase !important; text-indent: 50px !important; line-height: 4 !important; font: italic 9px serif !important; direction: ltr; text-align: right !important; user-select: none !important }',
    'a small root': 'html { font-size: 62.5% }',
    'inputs, labels and spans of its own':
      'input, label, span, i, div, button, dialog { display: block !important; float: right; width: 10px !important; height: 3px !important; margin: 40px !important; transform: rotate(3deg) !important; opacity: 0.2 !important; pointer-events: none }',
  };
  describe('under the page’s styles', () => {
    const page = document.createElement('style');
    afterEach(() => page.remove());

    /** The size of everything that is seen in the gate, and where it is in it. */
    const shape = async (learner: Learner) => {
      // this browser's clock is another one than the verifier's: the hint about it comes with its words
      while (!learner.part('hint').textContent) await new Promise(requestAnimationFrame);
      const from = learner.part('dialog').getBoundingClientRect();
      const seen = [...learner.part('dialog').querySelectorAll<HTMLElement>('*:not(footer *)')].filter(
        (element) => element.getClientRects().length > 0,
      );
      return seen.map((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        const { fontFamily, fontSize, letterSpacing, textTransform, fontStyle, userSelect } = getComputedStyle(element);
        return [
          element.getAttribute('part') ?? element.localName,
          left - from.left,
          top - from.top,
          width,
          height,
          fontFamily,
          fontSize,
          letterSpacing,
          textTransform,
          fontStyle,
          userSelect,
        ].join(' ');
      });
    };
    for (const [name, css] of Object.entries(styles))
      it(`looks as it does without: ${name}`, async () => {
        fakeVerifier = new FakeVerifier(
          challenge({ time: 1_700_000_000_000 }),
          challenge({ time: 1_700_000_000_000 }),
          verified,
        );
        const learner = await (await Learner.visits()).opens();
        const without = await shape(learner);
        learner.gate.close();
        await learner.settles('closed');
        page.textContent = css;
        document.head.append(page);
        await learner.opens();
        expect(await shape(learner)).to.deep.equal(without);
        await learner.answers('123456');
        expect(learner.gate.phase).to.equal('verified');
      });

    it('a page that is zoomed', async () => {
      if (!('currentCSSZoom' in document.documentElement))
        await skip('it measures a zoomed page in other pixels than it clicks in');
      page.textContent = 'html { zoom: 1.5 }';
      document.head.append(page);
      fakeVerifier = new FakeVerifier(challenge());
      const learner = await Learner.visits();
      learner.gate.manualSubmit = true;
      await learner.opens();
      await learner.types('129456');
      await clickAt(inCell(learner, 3, 0.9));
      await learner.types('3');
      expect(learner.field.value).to.equal('123456');
    });
  });
});
