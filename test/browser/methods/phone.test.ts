import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import type { Challenge } from '../../../widget/contract.js';
import { Learner, FakeVerifier } from '../../support/learner.js';
import { challenge, problem, verified } from '../../support/fake-verifier.js';
import { Provider } from './provider.js';

const origin = 'https://otp.test';
const params = { url: `${origin}/start`, redirect: `${origin}/go?state=1` };
const phone = (more: Partial<Challenge> = {}) =>
  challenge({
    method: 'phone',
    params,
    offers: ['motp', 'phone', 'ipin'],
    attemptsLeft: undefined,
    ...more,
  } as Partial<Challenge>);
const pending = { status: 'pending', retryIn: 0.01 } as const;
const later = { status: 'pending', retryIn: 600 } as const;
const stored = () => Object.entries(sessionStorage).filter(([name]) => name.startsWith('mo-otp-gate'));

describe('a learner who proves who they are with their phone', () => {
  let fakeVerifier: FakeVerifier;
  let provider: Provider;
  let clock: SinonFakeTimers | undefined;
  const userAgent = navigator.userAgent;
  beforeEach(() => (provider = new Provider()));
  afterEach(() => {
    fakeVerifier.leave();
    provider.leave();
    clock?.restore();
    clock = undefined;
    sessionStorage.clear();
    Object.defineProperty(navigator, 'userAgent', { value: userAgent, configurable: true });
  });

  /** At the question, with the verifier's next answers. */
  async function atChallenge(...answers: ConstructorParameters<typeof FakeVerifier>) {
    fakeVerifier = new FakeVerifier(phone(), ...answers);
    return (await Learner.visits()).opens();
  }
  /** A second of the story's passes. */
  const second = async (learner: Learner) => {
    await clock!.tickAsync(1000);
    await learner.gate.updateComplete;
  };
  const polls = () => fakeVerifier.to('/verify').length;
  const progress = (learner: Learner) => learner.part('progress').textContent;
  /** Waits for a condition by frames, so that a story may hold the clock. */
  async function until(condition: () => boolean) {
    while (!condition()) await new Promise(requestAnimationFrame);
  }

  it('reads what will happen, and nothing opens before they press the button', async () => {
    const learner = await atChallenge(pending);
    expect(learner.text).to.contain('새 창에서 본인 명의 휴대폰으로 확인합니다');
    expect(learner.text).not.to.contain('mOTP 앱에 등록한');
    expect(learner.part('submit').textContent!.trim()).to.equal('휴대폰 본인확인 창 열기');
    expect(learner.focused === learner.part('submit')).to.equal(true);
    expect(provider.opened).to.deep.equal([]);
    await expect(learner.gate).to.be.accessible();
  });

  it('opens the window in the key press, sees the progress, and is verified by polling', async () => {
    const learner = await atChallenge(pending, pending, later);
    await learner.presses('Enter');
    expect(learner.gate.phase).to.equal('checking');
    expect(provider.opened).to.deep.equal([{ address: params.url, name: 'mo-otp-gate-ch_1', inClick: true }]);
    await until(() => polls() === 3);
    expect(progress(learner)).to.contain('다른 창에서 본인확인을 마쳐 주세요');
    expect(learner.part('submit').textContent!.trim()).to.equal('본인확인 창 다시 보기');
    expect(learner.part('submit').ariaDisabled).to.equal('false');
    expect(learner.focused === learner.part('submit')).to.equal(true);
    await expect(learner.gate).to.be.accessible();
    fakeVerifier.answers({ ...verified, method: 'phone' } as typeof verified);
    provider.says(origin);
    await learner.settles('verified');
    expect((await learner.result)!.method).to.equal('phone');
    expect(provider.closedByGate).to.equal(true);
    for (const { challenge: id, proof, attempt } of fakeVerifier.to('/verify') as Record<string, any>[])
      expect({ id, proof, attempt }).to.deep.equal({
        id: 'ch_1',
        proof: {},
        attempt: fakeVerifier.to('/verify')[0]!['attempt'],
      });
    expect(stored()).to.deep.equal([]);
  });

  it('opens one window with two quick clicks; the second brings it to the front', async () => {
    const learner = await atChallenge(later);
    learner.part('submit').click();
    learner.part('submit').click();
    await learner.gate.updateComplete;
    learner.part('submit').click();
    expect(provider.opened.length).to.equal(1);
    expect(provider.broughtBack).to.equal(2);
    await until(() => polls() > 0);
    expect(polls()).to.equal(1);
  });

  it('closes the window by hand: sees so and can open it again, but only the verdict counts', async () => {
    clock = useFakeTimers({ now: Date.now(), toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const learner = await atChallenge(later, verified);
    await learner.presses('Enter');
    await until(() => polls() === 1);
    provider.closes();
    await second(learner);
    expect(progress(learner)).to.contain('창이 닫힌 것 같습니다');
    expect(learner.gate.phase).to.equal('checking');
    await learner.presses('Enter');
    expect(provider.opened.length).to.equal(2);
    await second(learner);
    expect(progress(learner)).to.contain('다른 창에서 본인확인을 마쳐 주세요');
    await clock.tickAsync(600_000);
    await learner.settles('verified');
  });

  it('is verified by the verifier even where the provider’s page cut its ties and looks closed', async () => {
    const learner = await atChallenge(pending, pending, verified);
    await learner.presses('Enter');
    provider.closes();
    await learner.settles('verified');
  });

  it('is not fooled by other windows: only the opened one, at the verifier’s address, triggers a poll', async () => {
    const learner = await atChallenge(later);
    await learner.presses('Enter');
    await until(() => polls() === 1);
    provider.says('https://evil.test');
    provider.says(origin, window);
    provider.says(origin, null);
    await new Promise(requestAnimationFrame);
    expect(polls()).to.equal(1);
    provider.says(origin);
    await until(() => polls() === 2);
    expect(learner.gate.phase).to.equal('checking');
  });

  it('loses nothing when replies are lost while the window is open', async () => {
    clock = useFakeTimers({ now: Date.now(), toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const learner = await atChallenge(pending, new TypeError('Failed to fetch'), problem(503, 'maintenance'), verified);
    await learner.presses('Enter');
    for (let asking = 1; asking < 4; asking++) {
      await until(() => polls() === asking);
      expect(learner.gate.phase).to.equal('checking');
      await clock.tickAsync(2000);
    }
    await learner.settles('verified');
    expect(learner.heard('error').length).to.equal(0);
  });

  it('sees a failure when the verifier refuses for good', async () => {
    const learner = await atChallenge(problem(403, 'forbidden-origin'), verified);
    await learner.presses('Enter');
    await learner.settles('failed');
    expect(learner.alarm).to.contain('일시적인 문제');
    await learner.presses('Enter');
    await learner.settles('verified');
    expect(new Set(fakeVerifier.to('/verify').map(({ attempt }) => attempt)).size).to.equal(1);
    expect(provider.opened.length, 'asking again opens nothing').to.equal(1);
  });

  it('cancels: the window closes, the challenge is back with the focus on it, and polling stops', async () => {
    const learner = await atChallenge(later);
    await learner.presses('Enter');
    await until(() => polls() === 1);
    await learner.presses('Tab');
    expect(learner.focused === learner.part('cancel')).to.equal(true);
    await learner.presses('Space');
    await learner.settles('answering');
    expect(provider.closedByGate).to.equal(true);
    expect(learner.focused === learner.part('submit')).to.equal(true);
    provider.says(origin, window);
    expect(polls()).to.equal(1);
    expect(stored()).to.deep.equal([]);
    await learner.presses('Enter');
    expect(provider.opened.length).to.equal(2);
  });

  it('chooses another method while the window is open; late replies are dropped', async () => {
    let reply!: (response: Response) => void;
    const learner = await atChallenge(new Promise<Response>((resolve) => (reply = resolve)), challenge({ id: 'ch_2' }));
    await learner.presses('Enter');
    await learner.opensMore();
    learner.part('other').click();
    reply(new Response(JSON.stringify(verified)));
    await learner.settles('answering');
    expect(fakeVerifier.to('/challenge').at(-1)).to.deep.equal({ session: 'se_1', method: 'motp' });
    expect(learner.field !== null).to.equal(true);
    expect(learner.heard('verified').length).to.equal(0);
    expect(provider.closedByGate).to.equal(true);
  });

  for (const [reason, words] of [
    ['not-same-person', '등록된 정보와 다릅니다'],
    ['cancelled', '본인확인을 취소했습니다'],
  ] as const)
    it(`reads ${reason} and gets a new challenge, because a check counts once`, async () => {
      const learner = await atChallenge({ status: 'rejected', reason }, phone({ id: 'ch_2' }), later);
      await learner.presses('Enter');
      await learner.settles('answering');
      expect(learner.alarm).to.contain(words);
      expect(learner.heard('rejected')[0]!.detail.reason).to.equal(reason);
      expect(fakeVerifier.to('/challenge')[1]).to.deep.equal({ session: 'se_1', method: 'phone' });
      expect(learner.focused === learner.part('submit')).to.equal(true);
      await learner.presses('Enter');
      await until(() => polls() === 2);
      expect(fakeVerifier.to('/verify')[1]!['challenge']).to.equal('ch_2');
    });

  it('sees the other methods expanded when the provider is down', async () => {
    const learner = await atChallenge({ status: 'unavailable', retryIn: 30 });
    await learner.presses('Enter');
    await learner.settles('answering');
    expect(learner.alarm).to.contain('아래 방법으로 인증해 주세요');
    expect((learner.part('others') as HTMLDetailsElement).open).to.equal(true);
  });

  it('gets out of a lock with it, and is asked for what the verifier wants next', async () => {
    fakeVerifier = new FakeVerifier(
      { status: 'locked', unlock: ['phone'], learner: {} },
      phone(),
      { status: 'unlocked' },
      challenge({ id: 'ch_2' }),
    );
    const learner = await (await Learner.visits()).opens();
    expect(learner.focused === learner.part('submit')).to.equal(true);
    await learner.presses('Enter');
    await learner.settles('answering');
    await learner.presses('Enter');
    await until(() => fakeVerifier.to('/challenge').length === 3);
    await learner.settles('answering');
    expect(fakeVerifier.to('/challenge')[2]).to.deep.equal({ session: 'se_1' });
    expect(learner.field !== null).to.equal(true);
  });

  it('never opens what is no address of a page', async () => {
    fakeVerifier = new FakeVerifier(
      phone({
        params: { url: 'javascript:window.pwned=1', redirect: 'javascript:window.pwned=1' },
      } as Partial<Challenge>),
    );
    const learner = await (await Learner.visits()).opens();
    await learner.presses('Enter');
    await learner.gate.updateComplete;
    expect(provider.opened).to.deep.equal([]);
    expect(learner.part('submit').hasAttribute('href')).to.equal(false);
  });

  describe('where no window can be opened', () => {
    /** Follows the gate's link, and comes back to a reloaded page. */
    async function comesBack(learner: Learner) {
      let address = '';
      learner.gate.shadowRoot!.addEventListener('click', (event) => {
        address = (event.composedPath()[0] as HTMLAnchorElement).href;
        event.preventDefault();
      });
      await learner.presses('Enter');
      const kept = stored();
      // a page that is left takes nothing back that it has kept; an element that is taken out of one does
      learner.gate.remove();
      for (const [name, value] of kept) sessionStorage.setItem(name, value);
      return { address, kept: JSON.stringify(kept), back: await Learner.visits() };
    }

    it('goes on in this one, and is verified on coming back', async () => {
      provider.blocked = true;
      const learner = await atChallenge(later);
      await learner.presses('Enter');
      await learner.gate.updateComplete;
      expect(learner.gate.phase).to.equal('answering');
      expect(learner.alarm).to.contain('새 창이 열리지 않았습니다');
      expect(learner.focused === learner.part('submit')).to.equal(true);
      await expect(learner.gate).to.be.accessible();

      const { address, kept, back } = await comesBack(learner);
      expect(address).to.equal(`${params.redirect}&return=${encodeURIComponent(location.href).replaceAll('%20', '+')}`);
      for (const personal of ['김보람', '010-0000-1234']) expect(kept).not.to.contain(personal);
      await until(() => polls() === 1);
      const [{ attempt }] = fakeVerifier.to('/verify') as [Record<string, unknown>];

      fakeVerifier.answers(pending, verified);
      back.result = back.gate.show();
      await back.settles('verified');
      expect(fakeVerifier.to('/challenge').length, 'asked once only').to.equal(1);
      for (const poll of fakeVerifier.to('/verify'))
        expect(poll).to.deep.equal({ challenge: 'ch_1', attempt, proof: {} });
      expect(await back.result).to.include({ token: 'signed.by.verifier' });
      expect(stored()).to.deep.equal([]);
    });

    it('sees the same where a blocker returns a closed window', async () => {
      window.open = () => ({ closed: true }) as Window;
      const learner = await atChallenge(later);
      await learner.presses('Enter');
      await learner.gate.updateComplete;
      expect(learner.alarm).to.contain('새 창이 열리지 않았습니다');
    });

    it('comes back unfinished: can open it again, cancel, or choose another method', async () => {
      provider.blocked = true;
      const learner = await atChallenge(later);
      await learner.presses('Enter');
      await learner.gate.updateComplete;
      const { back } = await comesBack(learner);
      back.gate.show();
      await back.settles('checking');
      await until(() => progress(back) !== '');
      expect(progress(back)).to.contain('마치지 않았다면');
      expect(back.focused === back.part('submit')).to.equal(true);
      expect(back.part('submit').getAttribute('href')).to.contain('return=');
      await expect(back.gate).to.be.accessible();
      fakeVerifier.answers(challenge({ id: 'ch_2' }));
      await back.opensMore();
      back.part('other').click();
      await back.settles('answering');
      expect(back.field !== null).to.equal(true);
      expect(stored()).to.deep.equal([]);
    });

    it('is not asked about another session’s check', async () => {
      provider.blocked = true;
      const learner = await atChallenge(later);
      await learner.presses('Enter');
      await learner.gate.updateComplete;
      const { back } = await comesBack(learner);
      back.gate.session = 'se_2';
      fakeVerifier.answers(phone({ id: 'ch_2' }));
      await back.opens();
      expect(back.gate.phase).to.equal('answering');
      expect(fakeVerifier.to('/challenge').at(-1)).to.deep.equal({ session: 'se_2' });
    });

    for (const damaged of [
      '{"challenge":{"stat',
      'null',
      '{"challenge":{"status":"challenge","method":"phone"},"receivedAt":0,"attempt":"a"}',
    ])
      it(`starts again where the saved check is damaged (${damaged.slice(0, 40)})`, async () => {
        sessionStorage.setItem('mo-otp-gate se_1', damaged);
        const learner = await atChallenge(later);
        expect(learner.gate.phase).to.equal('answering');
      });

    for (const app of [
      'KAKAOTALK 10.4.5',
      'NAVER(inapp; search; 1)',
      'Line/13.1',
      'Instagram 300.0',
      '[FBAN/FBIOS;FBAV/400]',
      'Version/4.0 Chrome/120.0; wv) Mobile',
    ])
      it(`uses this window at once in ${app}`, async () => {
        Object.defineProperty(navigator, 'userAgent', {
          value: `Mozilla/5.0 (Linux; Android 13) ${app}`,
          configurable: true,
        });
        const learner = await atChallenge(later);
        expect(learner.part('submit').tagName).to.equal('A');
        expect(learner.parts('submit').length).to.equal(1);
        expect(learner.focused === learner.part('submit')).to.equal(true);
      });
  });

  it('reloads in the middle and goes on where they were', async () => {
    const learner = await atChallenge(later);
    await learner.presses('Enter');
    const kept = stored();
    expect(kept.length).to.equal(1);
    learner.gate.remove();
    for (const [name, value] of kept) sessionStorage.setItem(name, value);
    fakeVerifier.answers(later);
    const back = await Learner.visits();
    back.gate.show();
    await back.settles('checking');
    await until(() => polls() === 2);
    expect(new Set(fakeVerifier.to('/verify').map(({ attempt }) => attempt)).size).to.equal(1);
    back.gate.close();
    expect(stored(), 'closing ends it').to.deep.equal([]);
  });
});
