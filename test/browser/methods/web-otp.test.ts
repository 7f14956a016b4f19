import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import type { Challenge } from '../../../widget/contract.js';
import { findKey, saveKey } from '../../../widget/methods/web-otp/key-store.js';
import { codeAt, importKey } from '../../../widget/methods/web-otp/totp.js';
import { Learner, FakeVerifier } from '../../support/learner.js';
import { challenge, rejected, verified, verifier } from '../../support/fake-verifier.js';
import { Provider } from './provider.js';

/** The key of RFC 6238's appendix B. */
const key = btoa('12345678901234567890').replace(/=/g, '');
const fresh = { state: 'new', digits: 6, period: 60, url: 'https://otp.test/start', redirect: 'https://otp.test/go' };
const enrol = { state: 'enrol', digits: 6, period: 60, device: 'br_1', key };
const registered = { state: 'registered', digits: 6, period: 60, device: 'br_1' };
const time = 1_700_000_000_000 - (1_700_000_000_000 % 60_000) + 18_000;
const webOtp = (params: object, more: Partial<Challenge> = {}) =>
  challenge({ method: 'web-otp', params, offers: ['motp', 'web-otp', 'phone'], time, ...more } as Partial<Challenge>);
const codeOf = async (milliseconds: number) => codeAt(await importKey(key), Math.floor(milliseconds / 60_000), 6);

describe('a code of this browser', () => {
  for (const [seconds, code] of [
    [59, '94287082'],
    [1111111109, '07081804'],
    [1234567890, '89005924'],
    [20000000000, '65353130'],
  ] as const)
    it(`is RFC 6238’s at ${seconds} s`, async () =>
      expect(await codeAt(await importKey(key), Math.floor(seconds / 30), 8)).to.equal(code));

  it('comes from a key that no script can read', async () => {
    await saveKey(verifier, 'br_9', await importKey(key));
    const stored = (await findKey(verifier, 'br_9'))!;
    expect(stored.extractable).to.equal(false);
    for (const form of ['raw', 'jwk'] as const)
      expect(
        await crypto.subtle.exportKey(form, stored).then(
          () => 'read',
          (error) => error.name,
        ),
      ).to.equal('InvalidAccessError');
  });

  it('is another verifier’s and another device’s own', async () => {
    await saveKey(verifier, 'br_9', await importKey(key));
    expect(await findKey('https://other.test/v1', 'br_9')).to.equal(undefined);
    expect(await findKey(verifier, 'br_8')).to.equal(undefined);
  });
});

describe('a learner with an OTP in their browser', () => {
  let fakeVerifier: FakeVerifier;
  let provider: Provider;
  let clock: SinonFakeTimers | undefined;
  const { indexedDB } = window;
  beforeEach(() => (provider = new Provider()));
  afterEach(async () => {
    fakeVerifier.leave();
    provider.leave();
    clock?.restore();
    clock = undefined;
    sessionStorage.clear();
    Object.defineProperty(window, 'indexedDB', { value: indexedDB, configurable: true });
    await new Promise((done) => (indexedDB.deleteDatabase('mo-otp-gate').onsuccess = done));
  });
  async function atChallenge(params: object, ...answers: ConstructorParameters<typeof FakeVerifier>) {
    fakeVerifier = new FakeVerifier(webOtp(params), ...answers);
    return (await Learner.visits()).opens();
  }
  const registers = async () => saveKey(verifier, 'br_1', await importKey(key));
  const proofs = () => fakeVerifier.to('/verify').map(({ proof }) => proof);
  const code = (learner: Learner) => learner.part('code').textContent;
  const submit = (learner: Learner) => learner.part('submit').textContent!.trim();

  it('registers it: first who they are, in another window, then the key, then the first code', async () => {
    fakeVerifier = new FakeVerifier(
      webOtp(fresh),
      { status: 'pending', retryIn: 0.01 },
      { status: 'unlocked' },
      webOtp(enrol, { id: 'ch_2' }),
      verified,
    );
    const learner = await (await Learner.visits()).opens();
    expect(learner.text).to.contain('먼저 새 창에서 휴대폰 본인확인을 합니다');
    await learner.presses('Enter');
    expect(provider.opened.length).to.equal(1);
    await learner.settles('answering');
    expect(fakeVerifier.to('/challenge')[1]).to.deep.equal({ session: 'se_1', method: 'web-otp' });
    expect(provider.closedByGate).to.equal(true);
    expect(code(learner)).to.equal(await codeOf(time));
    expect((await findKey(verifier, 'br_1'))!.extractable).to.equal(false);
    await expect(learner.gate).to.be.accessible();
    await learner.presses('Enter');
    await learner.settles('verified');
    expect(proofs().at(-1)).to.deep.equal({ device: 'br_1', code: await codeOf(time) });
  });

  it('sees the six digits and how long they last, and uses them with one press', async () => {
    await registers();
    let reply!: (response: Response) => void;
    const learner = await atChallenge(registered, new Promise<Response>((resolve) => (reply = resolve)));
    expect(code(learner)).to.equal(await codeOf(time));
    expect(learner.part('countdown').textContent).to.contain('42초');
    expect(submit(learner)).to.equal('이 번호로 인증하기');
    expect(learner.focused === learner.part('submit')).to.equal(true);
    await expect(learner.gate).to.be.accessible();
    await learner.presses('Enter', 'Enter');
    reply(new Response(JSON.stringify(verified)));
    await learner.settles('verified');
    expect(proofs()).to.deep.equal([{ device: 'br_1', code: await codeOf(time) }]);
  });

  it('sees the next digits when they come, by the verifier’s clock', async () => {
    await registers();
    clock = useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const learner = await atChallenge(registered);
    for (const minutes of [0, 1, 2, 3, 4]) {
      expect(code(learner)).to.equal(await codeOf(time + minutes * 60_000));
      await clock.tickAsync(60_000);
      await learner.gate.updateComplete;
    }
    expect(learner.gate.phase).to.equal('expired');
  });

  it('in another browser reads what registering does, and starts it there', async () => {
    const learner = await atChallenge(registered, { status: 'unlocked' }, webOtp(fresh, { id: 'ch_2' }));
    expect(learner.text)
      .to.contain('등록되어 있지 않습니다')
      .and.to.contain('전에 등록한 브라우저로는 인증할 수 없습니다');
    expect(submit(learner)).to.equal('이 브라우저 등록하기');
    await expect(learner.gate).to.be.accessible();
    await learner.presses('Enter');
    await learner.settles('answering');
    expect(proofs()).to.deep.equal([{ renew: true }]);
    expect(fakeVerifier.to('/challenge')[1]).to.deep.equal({ session: 'se_1', method: 'web-otp' });
    expect(submit(learner)).to.equal('휴대폰 본인확인 창 열기');
  });

  for (const [reason, words] of [
    ['wrong-code', '번호가 맞지 않습니다'],
    ['mismatch', '다른 브라우저가 등록되어 있습니다'],
  ] as const)
    it(`reads ${reason}, and can register this browser again`, async () => {
      await registers();
      const learner = await atChallenge(
        registered,
        rejected(reason, 4),
        { status: 'unlocked' },
        webOtp(fresh, { id: 'ch_2' }),
      );
      await learner.presses('Enter');
      await learner.settles('answering');
      expect(learner.alarm).to.contain(words).and.not.to.contain('앱');
      const renew = learner.parts('other').find((button) => button.textContent!.includes('다시 등록하기'))!;
      renew.click();
      await learner.settles('answering');
      expect(proofs()[1]).to.deep.equal({ renew: true });
    });

  it('never spends a try on the digits that were just wrong', async () => {
    await registers();
    const learner = await atChallenge(registered, rejected('wrong-code', 4));
    await learner.presses('Enter');
    await learner.settles('answering');
    await learner.presses('Enter');
    await learner.gate.updateComplete;
    expect(learner.alarm).to.contain('방금 틀린 인증번호');
    expect(proofs().length).to.equal(1);
  });

  it('reads when the next digits come after these were used', async () => {
    await registers();
    const learner = await atChallenge(registered, rejected('used-code', 5));
    await learner.presses('Enter');
    await learner.settles('answering');
    expect(learner.alarm).to.contain('이미 사용한 인증번호입니다');
    expect(learner.part('countdown').textContent).to.match(/4[0-2]초 뒤/);
  });

  it('is led out of the suspension after the fifth failure', async () => {
    await registers();
    const learner = await atChallenge(registered, rejected('wrong-code', 0), {
      status: 'locked',
      unlock: ['phone'],
      learner: {},
    });
    await learner.presses('Enter');
    await learner.settles('locked');
    expect(learner.parts('submit').map((button) => button.textContent!.trim())).to.deep.equal(['휴대폰 본인확인']);
  });

  const broken: Record<string, () => unknown> = {
    'there is no storage': () => undefined,
    'storage is refused': () => ({
      open: () => {
        throw new DOMException('refused', 'SecurityError');
      },
    }),
    'storage fails': () => ({
      open() {
        const request = { error: new DOMException('failed', 'UnknownError') } as Record<string, any>;
        queueMicrotask(() => request['onerror']());
        return request;
      },
    }),
  };
  for (const [why, storage] of Object.entries(broken))
    for (const params of [fresh, enrol, registered])
      it(`reads so where ${why} (${params.state}), and sees the other methods`, async () => {
        Object.defineProperty(window, 'indexedDB', { value: storage(), configurable: true });
        const learner = await atChallenge(params);
        expect(learner.gate.phase).to.equal('answering');
        expect(learner.text).to.contain('저장할 수 없습니다');
        expect(learner.part('submit') === null).to.equal(true);
        expect((learner.part('others') as HTMLDetailsElement).open).to.equal(true);
        await expect(learner.gate).to.be.accessible();
      });
});
