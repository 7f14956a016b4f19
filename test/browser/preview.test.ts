/** The field of a preview while its challenge is requested: what is typed is never lost. */
import { expect } from '@open-wc/testing';
import { Learner, FakeVerifier } from '../support/learner.js';
import { challenge, problem, verified } from '../support/fake-verifier.js';

const { method, params, offers, checkpoint, attemptsLeft } = challenge();
const preview = { method, params, offers, checkpoint, attemptsLeft };

describe('the preview', () => {
  let fakeVerifier: FakeVerifier;
  afterEach(() => fakeVerifier.leave());

  /** A learner in front of the field of a preview; `reply` answers the request of its challenge. */
  async function waits() {
    let reply!: (response: Response) => void;
    fakeVerifier = new FakeVerifier(new Promise<Response>((resolve) => (reply = resolve)));
    const learner = await Learner.visits();
    learner.gate.preview = preview;
    learner.gate.show().catch(() => {});
    while (!learner.gate.shadowRoot!.querySelector('input')) await new Promise(requestAnimationFrame);
    return {
      learner,
      async reply(response: Response) {
        reply(response);
        await learner.settles('failed', 'verified', 'answering');
      },
    };
  }
  const sent = () => fakeVerifier.to('/verify').map(({ challenge, proof }) => [challenge, proof.code]);
  const typed = (learner: Learner) => (learner.part('input') as HTMLInputElement).value;

  it('keeps a complete code when the challenge fails, and sends it with the one that is retried', async () => {
    const { learner, reply } = await waits();
    await learner.types('123456');
    await reply(problem(503, 'maintenance'));
    expect([learner.gate.phase, typed(learner)]).to.deep.equal(['failed', '123456']);
    expect(learner.text).to.contain('점검 중입니다');
    expect(sent()).to.deep.equal([]);
    fakeVerifier.answers(challenge({ id: 'ch_2' }), verified);
    learner.part('submit').click();
    await learner.settles('verified');
    expect(sent()).to.deep.equal([['ch_2', '123456']]);
  });

  it('sends the code as it was corrected after the failure', async () => {
    const { learner, reply } = await waits();
    await learner.types('123456');
    await reply(problem(503, 'maintenance'));
    fakeVerifier.answers(challenge({ id: 'ch_2' }), verified);
    await learner.presses('Backspace');
    // the last digit sends it
    await learner.types('9');
    await learner.settles('verified');
    expect(sent()).to.deep.equal([['ch_2', '123459']]);
  });

  it('keeps half a code over a failure and the retry, and sends nothing of it', async () => {
    const { learner, reply } = await waits();
    await learner.types('123');
    await reply(problem(503, 'maintenance'));
    fakeVerifier.answers(challenge({ id: 'ch_2' }), verified);
    learner.part('submit').click();
    await learner.settles('answering');
    expect([typed(learner), sent()]).to.deep.equal(['123', []]);
    await learner.types('456');
    await learner.settles('verified');
    expect(sent()).to.deep.equal([['ch_2', '123456']]);
  });

  it('leads out where the session is over: a retry could only fail', async () => {
    const { learner, reply } = await waits();
    await learner.types('123456');
    await reply(problem(401, 'unknown-session'));
    expect(learner.part('submit').textContent).to.equal('닫고 처음부터 하기');
  });
});
