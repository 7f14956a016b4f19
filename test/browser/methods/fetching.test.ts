import { expect } from '@open-wc/testing';
import { methods } from '../../../widget/methods/index.js';
import type { Challenge } from '../../../widget/contract.js';
import { Learner, FakeVerifier } from '../../support/learner.js';
import { challenge } from '../../support/fake-verifier.js';

const captcha = challenge({
  method: 'captcha',
  offers: ['motp', 'captcha'],
  params: { kind: 'work', algorithm: 'SHA-256', challenge: '0'.repeat(64), salt: 's', signature: 's', maxNumber: 1 },
} as Partial<Challenge>);

describe('a method', () => {
  let fakeVerifier: FakeVerifier;
  afterEach(() => fakeVerifier.leave());
  const fetched = (method: string) =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes(`/methods/${method}/${method}`));

  it('is fetched when it is chosen, not before', async () => {
    fakeVerifier = new FakeVerifier(
      challenge({ offers: ['motp', 'web-otp', 'captcha', 'phone', 'ipin', 'telepathy'] }),
      captcha,
    );
    const learner = await (await Learner.visits()).opens();
    await learner.opensMore();
    expect(learner.parts('other').map((button) => button.textContent!.trim())).to.deep.equal([
      '웹 OTP',
      '자동입력 방지(캡차)',
      '휴대폰 본인확인',
      '아이핀(i-PIN)',
    ]);
    for (const method of ['web-otp', 'captcha', 'phone', 'ipin']) expect(fetched(method), method).to.equal(false);
    learner.parts('other')[1]!.click();
    await learner.settles('answering');
    expect(fetched('captcha')).to.equal(true);
    expect(fetched('phone')).to.equal(false);
  });

  it('that cannot be fetched is said, and fetched again on the next try', async () => {
    fakeVerifier = new FakeVerifier(
      challenge({
        method: 'ipin',
        params: { url: 'https://otp.test/i', redirect: 'https://otp.test/i' },
        offers: ['motp', 'ipin'],
      } as Partial<Challenge>),
    );
    const load = methods['ipin'];
    const cause = new TypeError('Failed to fetch dynamically imported module');
    methods['ipin'] = () => Promise.reject(cause);
    const learner = await (await Learner.visits()).opens();
    expect(learner.gate.phase).to.equal('failed');
    const { error } = learner.heard('error')[0]!.detail;
    expect(error.code).to.equal('load');
    expect(error.cause === cause).to.equal(true);
    methods['ipin'] = load;
    await learner.presses('Enter');
    await learner.settles('answering');
    expect(learner.text).to.contain('아이핀으로 확인합니다');
    await expect(learner.gate).to.be.accessible();
  });

  it('that this gate does not know is not asked for again', async () => {
    fakeVerifier = new FakeVerifier(challenge({ method: 'telepathy' } as unknown as Partial<Challenge>), challenge());
    const learner = await (await Learner.visits()).opens();
    expect(learner.heard('error')[0]!.detail.error.code).to.equal('unsupported-method');
    await learner.presses('Enter');
    await learner.settles('answering');
    expect(learner.field !== null).to.equal(true);
  });

  for (const [method, params] of Object.entries<object>({
    motp: { digits: '6', period: 60 },
    captcha: { kind: 'work', challenge: '0' },
    phone: { url: 'https://otp.test/start' },
    'web-otp': { state: 'registered', digits: 6, period: 60 },
  }))
    it(`${method} is not shown with half of what its screens need`, async () => {
      fakeVerifier = new FakeVerifier(challenge({ method, params } as unknown as Partial<Challenge>));
      const learner = await (await Learner.visits()).opens();
      expect(learner.heard('error')[0]!.detail.error.code).to.equal('bad-reply');
      expect(learner.text).to.contain('일시적인 문제');
    });
});
