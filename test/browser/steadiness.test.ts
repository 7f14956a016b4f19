import { expect } from '@open-wc/testing';
import { viewport } from '../support/commands.js';
import { Learner, FakeVerifier } from '../support/learner.js';
import { challenge, rejected, verified } from '../support/fake-verifier.js';

/**
 * What the browser measured as moved (Layout Instability API). It forgives what moves right after a key; a learner's
 * eyes do not, so here all of it counts.
 */
interface LayoutShift extends PerformanceEntry {
  sources: Record<'previousRect' | 'currentRect', DOMRectReadOnly>[];
}
const measures = PerformanceObserver.supportedEntryTypes.includes('layout-shift');

(measures ? describe : describe.skip)('nothing that stays on the screen moves', () => {
  let fakeVerifier: FakeVerifier;
  const moved: string[] = [];
  const box = ({ x, y, width, height }: DOMRectReadOnly) => [x, y, width, height].map(Math.round).join(' ');
  const note = (entries: PerformanceEntry[]) => {
    for (const { sources } of entries as LayoutShift[])
      for (const { previousRect, currentRect } of sources)
        // other words in the middle of the same button count as moved, too: a ten-thousandth of the screen
        if (box(previousRect) !== box(currentRect)) moved.push(`${box(previousRect)} → ${box(currentRect)}`);
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  beforeEach(() => {
    moved.length = 0;
    observer.observe({ type: 'layout-shift' });
  });
  afterEach(async () => {
    fakeVerifier.leave();
    observer.disconnect();
    await viewport({ width: 800, height: 600 });
  });
  /** Two frames: one that draws, one after which it has been measured. */
  const drawn = async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    note(observer.takeRecords());
  };

  it('is what this suite would notice', async () => {
    fakeVerifier = new FakeVerifier(challenge());
    const learner = await (await Learner.visits()).opens();
    await drawn();
    learner.part('learner').style.marginTop = '40px';
    await drawn();
    expect(moved.length).to.be.above(0);
  });

  for (const size of [
    { width: 1280, height: 900 },
    { width: 800, height: 600 },
    { width: 360, height: 740 },
  ])
    it(`from opening to a wrong code, an expired challenge, a lock and success: ${size.width} × ${size.height}`, async () => {
      await viewport(size);
      const apps = {
        params: { digits: 6, period: 60, apps: { android: 'https://store.test/a' } },
        offers: ['motp', 'phone'],
      };
      fakeVerifier = new FakeVerifier(
        challenge(apps as object),
        rejected('wrong-code', 4),
        { status: 'expired' },
        challenge(apps as object),
        rejected('used-code', 4),
        { status: 'locked', unlock: ['phone'], learner: {} },
      );
      const learner = await Learner.visits();
      learner.opener.focus();
      learner.result = learner.gate.show();
      await drawn();
      await learner.settles('answering');
      await drawn();
      for (const [code, phase] of [
        ['111111', 'answering'],
        ['222222', 'expired'],
      ] as const) {
        await learner.answers(code);
        expect(learner.gate.phase).to.equal(phase);
        await drawn();
      }
      await learner.presses('Enter');
      await learner.settles('answering');
      await drawn();
      for (const [code, phase] of [
        ['333333', 'answering'],
        ['444444', 'locked'],
      ] as const) {
        await learner.presses('Control+a');
        await learner.answers(code);
        expect(learner.gate.phase).to.equal(phase);
        await drawn();
      }
      learner.gate.close();
      await learner.settles('closed');
      fakeVerifier.answers(challenge(apps as object), verified);
      await learner.opens();
      await drawn();
      await learner.answers('555555');
      expect(learner.gate.phase).to.equal('verified');
      await drawn();
      expect(moved).to.deep.equal([]);
    });
});
