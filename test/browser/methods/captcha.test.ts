import { expect } from '@open-wc/testing';
import type { Challenge } from '../../../widget/contract.js';
import { proof as proofSchema } from '../../../widget/methods/captcha/wire.js';
import { Learner, FakeVerifier } from '../../support/learner.js';
import { challenge, verified } from '../../support/fake-verifier.js';

const hex = async (text: string) =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

/** A puzzle whose answer is `number`, or none that can be found. */
async function puzzle(number: number, maxNumber = 5000) {
  const salt = 'c0ffee?expires=1763793600';
  return {
    kind: 'work',
    algorithm: 'SHA-256',
    challenge: await hex(salt + number),
    salt,
    signature: '5i9n',
    maxNumber,
  } as const;
}
const captcha = (params: object, more: Partial<Challenge> = {}) =>
  challenge({
    method: 'captcha',
    params,
    offers: ['motp', 'captcha'],
    attemptsLeft: undefined,
    ...more,
  } as Partial<Challenge>);

describe('a learner at the captcha', () => {
  let fakeVerifier: FakeVerifier;
  const { subtle } = crypto;
  afterEach(() => {
    fakeVerifier.leave();
    delete (crypto as { subtle?: SubtleCrypto }).subtle;
    sessionStorage.clear();
  });

  async function atChallenge(params: object, ...answers: ConstructorParameters<typeof FakeVerifier>) {
    fakeVerifier = new FakeVerifier(captcha(params), ...answers);
    return (await Learner.visits()).opens();
  }
  async function until(condition: () => boolean) {
    while (!condition()) await new Promise(requestAnimationFrame);
  }
  const answer = () => JSON.parse(atob((fakeVerifier.to('/verify').at(-1)!['proof'] as { payload: string }).payload));
  /** Every digest, counted. */
  function countDigests() {
    const counted = { digests: 0 };
    Object.defineProperty(crypto, 'subtle', {
      configurable: true,
      value: {
        digest: (...request: Parameters<SubtleCrypto['digest']>) => (counted.digests++, subtle.digest(...request)),
      },
    });
    return counted;
  }

  it('reads that there is nothing to solve, and nothing is computed before they press the button', async () => {
    const counted = countDigests();
    const learner = await atChallenge(await puzzle(7));
    counted.digests = 0;
    expect(learner.text).to.contain('문제를 풀 필요는 없습니다');
    expect(learner.part('submit').textContent!.trim()).to.equal('확인하기');
    expect(learner.focused === learner.part('submit')).to.equal(true);
    await new Promise(requestAnimationFrame);
    expect(counted.digests).to.equal(0);
    await expect(learner.gate).to.be.accessible();
  });

  it('presses one button and is verified by the number that their device finds', async () => {
    const params = await puzzle(4321);
    const learner = await atChallenge(params, verified);
    await learner.presses('Enter');
    await learner.settles('verified');
    const { took, ...solution } = answer();
    expect(solution).to.deep.equal({
      algorithm: 'SHA-256',
      challenge: params.challenge,
      number: 4321,
      salt: params.salt,
      signature: params.signature,
    });
    expect(took).to.be.a('number');
    expect(proofSchema.safeParse(fakeVerifier.to('/verify')[0]!['proof']).success).to.equal(true);
  });

  it('can do other things in the page meanwhile: it goes on drawing', async () => {
    const learner = await atChallenge({ ...(await puzzle(1)), challenge: '0'.repeat(64), maxNumber: 50_000_000 });
    await learner.presses('Enter');
    for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
    expect(learner.gate.phase).to.equal('checking');
    learner.gate.close();
  });

  it('cancels while it is computed: the computing ends, and the question is back', async () => {
    const learner = await atChallenge({ ...(await puzzle(1)), challenge: '0'.repeat(64), maxNumber: 50_000_000 });
    const counted = countDigests();
    await learner.presses('Enter');
    await learner.gate.updateComplete;
    expect(learner.gate.phase).to.equal('checking');
    expect(learner.part('progress').textContent).to.contain('확인하고 있습니다');
    expect(learner.part('submit').ariaDisabled).to.equal('true');
    expect(learner.focused === learner.part('submit')).to.equal(true);
    await expect(learner.gate).to.be.accessible();
    await until(() => counted.digests > 1000);
    await learner.presses('Tab', 'Enter');
    await learner.settles('answering');
    expect(learner.focused === learner.part('submit')).to.equal(true);
    // the running batch is finished
    const { digests } = counted;
    for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame);
    expect(counted.digests - digests).to.be.at.most(128);
    expect(fakeVerifier.to('/verify').length).to.equal(0);
  });

  it('sees how far it is', async () => {
    const learner = await atChallenge({ ...(await puzzle(1)), challenge: '0'.repeat(64), maxNumber: 2_000_000 });
    await learner.presses('Enter');
    await until(() => /진행률 [1-9]\d?%/.test(learner.text));
    learner.gate.close();
  });

  it('gets a new puzzle after a wrong answer, because one counts once', async () => {
    const learner = await atChallenge(
      await puzzle(3),
      { status: 'rejected', reason: 'wrong-answer' },
      captcha(await puzzle(9), { id: 'ch_2' }),
      verified,
    );
    await learner.presses('Enter');
    await learner.settles('answering');
    expect(learner.alarm).to.contain('다시 시도해 주세요');
    expect(fakeVerifier.to('/challenge')[1]).to.deep.equal({ session: 'se_1', method: 'captcha' });
    await learner.presses('Enter');
    await learner.settles('verified');
    expect(answer().number).to.equal(9);
  });

  it('sees a failure when a puzzle has no answer', async () => {
    const learner = await atChallenge({ ...(await puzzle(1)), challenge: '0'.repeat(64), maxNumber: 300 });
    await learner.presses('Enter');
    await learner.settles('failed');
    expect(learner.heard('error')[0]!.detail.error.code).to.equal('bad-reply');
    expect(fakeVerifier.to('/verify').length).to.equal(0);
  });

  it('loses nothing with a lost reply: the same attempt goes out again', async () => {
    const learner = await atChallenge(await puzzle(3), new TypeError('Failed to fetch'), verified);
    await learner.presses('Enter');
    await learner.settles('failed');
    await learner.presses('Enter');
    await learner.settles('verified');
    expect(new Set(fakeVerifier.to('/verify').map(({ attempt }) => attempt)).size).to.equal(1);
  });

  describe('on a page of the verifier', () => {
    const page = { kind: 'page', url: 'about:blank', height: 120 };
    const frame = (learner: Learner) => learner.part('frame') as HTMLIFrameElement;

    it('sees the page once they want it to, and the gate asks until it is done', async () => {
      const learner = await atChallenge(
        { ...page, url: 'https://otp.test/captcha' },
        { status: 'pending', retryIn: 0.01 },
        { status: 'pending', retryIn: 0.01 },
        verified,
      );
      expect(frame(learner) === null).to.equal(true);
      learner.part('submit').click();
      await learner.gate.updateComplete;
      expect(frame(learner).src).to.equal('https://otp.test/captcha');
      expect(frame(learner).title).to.equal('사람인지 확인하는 화면');
      expect(frame(learner).getAttribute('sandbox')).not.to.contain('top-navigation');
      expect(frame(learner).getBoundingClientRect().height).to.equal(120);
      await learner.settles('verified');
      expect(fakeVerifier.to('/verify').map(({ proof }) => proof)).to.deep.equal([{}, {}, {}]);
    });

    it('never shows what is no address of a page', async () => {
      const learner = await atChallenge(
        { ...page, url: 'javascript:parent.pwned=1' },
        { status: 'pending', retryIn: 600 },
      );
      learner.part('submit').click();
      await learner.gate.updateComplete;
      expect(frame(learner) === null).to.equal(true);
      learner.part('cancel').click();
      await learner.settles('answering');
    });
  });
});
