/** The verifier's address: a slash at its end, and what the console says where it does not answer. */
import { expect } from '@open-wc/testing';
import { Learner, FakeVerifier } from '../support/learner.js';
import { challenge, verified, verifier } from '../support/fake-verifier.js';

describe('the verifier’s address', () => {
  let fakeVerifier: FakeVerifier;
  const { error } = console;
  afterEach(() => {
    fakeVerifier.leave();
    console.error = error;
  });

  for (const end of ['/', '//'])
    it(`may end with ${end}`, async () => {
      fakeVerifier = new FakeVerifier(challenge(), verified);
      const learner = await Learner.visits();
      learner.gate.verifier = verifier + end;
      await learner.opens();
      await learner.answers('123456');
      expect(learner.gate.phase).to.equal('verified');
      expect([fakeVerifier.to('/challenge').length, fakeVerifier.to('/verify').length]).to.deep.equal([1, 1]);
    });

  /** What the console shows after a failed request, while requests without CORS end like this. */
  async function consoleAfterFailure(answersWithoutCors: boolean) {
    fakeVerifier = new FakeVerifier(new TypeError('Failed to fetch'));
    const { fetch } = globalThis;
    globalThis.fetch = async (input, init) => {
      if (init?.mode !== 'no-cors') return fetch(input, init);
      if (answersWithoutCors) return new Response();
      throw new TypeError('Failed to fetch');
    };
    const shown: string[] = [];
    console.error = (...given: unknown[]) => shown.push(given.map(String).join(' '));
    const learner = await Learner.visits();
    const gate = document.createElement('mo-otp-gate');
    Object.assign(gate, { verifier, session: 'se_1' });
    learner.gate.replaceWith(gate);
    gate.show().catch(() => {});
    while (gate.phase !== 'failed') await new Promise(requestAnimationFrame);
    // the second line comes from a file of its own, which is loaded by then
    await import('../../widget/views/further.js');
    await new Promise((next) => setTimeout(next));
    gate.remove();
    return shown;
  }

  it('that answers, but not to this page, is told apart in the console', async () => {
    const shown = await consoleAfterFailure(true);
    expect(shown.length).to.equal(2);
    expect(shown[0]).to.contain('unreachable');
    expect(shown[1]).to.contain(`${verifier}/challenge answers, but not to ${location.origin}`);
  });

  it('that does not answer at all is only unreachable', async () => {
    const shown = await consoleAfterFailure(false);
    expect(shown.length).to.equal(1);
    expect(shown[0]).to.contain('unreachable');
  });
});
