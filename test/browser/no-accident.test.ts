/** Keys that were meant for something else end nothing, and nothing is a dead end. Keys are really pressed. */
import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import { keys, paste, viewport } from '../support/commands.js';
import { Learner, FakeVerifier } from '../support/learner.js';
import { challenge, rejected, verified } from '../support/fake-verifier.js';
import { selection } from '../support/code-field.js';

/** A reply that waits until the story lets it come. */
function held(body: object) {
  let comes!: () => void;
  const reply = new Promise<Response>(
    (resolve) =>
      (comes = () => resolve(new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } }))),
  );
  return { reply, comes };
}

describe('no key closes the gate by accident', () => {
  let fakeVerifier: FakeVerifier;
  let timer: SinonFakeTimers | undefined;
  afterEach(async () => {
    timer?.restore();
    timer = undefined;
    fakeVerifier.leave();
    await viewport({ width: 800, height: 600 });
  });
  const frame = () => new Promise(requestAnimationFrame);
  const time = () =>
    (timer = useFakeTimers({
      now: Date.now(),
      toFake: ['setTimeout', 'clearTimeout', 'Date'],
      shouldAdvanceTime: true,
      shouldClearNativeTimers: true,
    }));

  it('not Enter twice on the link, nor once more while the gate waits', async () => {
    const first = held(challenge());
    fakeVerifier = new FakeVerifier(first.reply as never);
    const learner = await Learner.visits();
    learner.opener.addEventListener('click', () => (learner.result = learner.gate.show()));
    learner.opener.focus();
    await keys('Enter', 'Enter');
    while (!learner.part('dialog')?.hasAttribute('open')) await frame();
    await keys('Enter', ' ');
    expect(learner.gate.phase).to.equal('requesting');
    expect(learner.focused === learner.part('dialog')).to.equal(true);
    first.comes();
    await learner.settles('answering');
    expect(learner.focused === learner.field).to.equal(true);
    expect(learner.heard('close').length).to.equal(0);
  });

  for (const [what, ...replies] of [
    ['verified', verified],
    ['a second step', { status: 'unlocked' }, challenge({ id: 'ch_2' })],
    ['a session that is over', { status: 'unlocked' }, { code: 'unknown-session' }],
  ] as const)
    it(`not Enter right after the sixth digit: ${what}`, async () => {
      const [verdict, next] = replies.map(held);
      fakeVerifier = new FakeVerifier(challenge(), verdict!.reply, (next ?? verdict)!.reply);
      const learner = await (await Learner.visits()).opens();
      await keys(...'123456', 'Enter');
      verdict!.comes();
      await frame();
      await keys('Enter');
      next?.comes();
      for (let frames = 0; frames < 30; frames++) await frame();
      await keys('Enter', 'Enter');
      expect(learner.heard('close').length).to.equal(0);
      expect(learner.gate.phase).not.to.equal('closed');
      expect(fakeVerifier.to('/verify').length).to.equal(1);
    });

  it('shows nothing of a wait that is short, then a skeleton without a control but the one that closes', async () => {
    const clock = time();
    const first = held(challenge());
    fakeVerifier = new FakeVerifier(first.reply as never);
    const learner = await Learner.visits();
    learner.opener.focus();
    learner.result = learner.gate.show();
    await clock.tickAsync(250);
    expect(Boolean(learner.part('dialog')?.hasAttribute('open'))).to.equal(false);
    await clock.tickAsync(100);
    await learner.gate.updateComplete;
    expect(learner.part('dialog').hasAttribute('open')).to.equal(true);
    expect(learner.gate.shadowRoot!.querySelectorAll('.skeleton').length).to.equal(1);
    expect(learner.gate.shadowRoot!.querySelector('[role=status]')!.textContent).to.equal('잠시만 기다려 주세요.');
    expect(learner.focused === learner.part('dialog')).to.equal(true);
    const { height } = learner.part('dialog').getBoundingClientRect();
    first.comes();
    await learner.settles('answering');
    expect(learner.part('dialog').getBoundingClientRect().height).to.be.closeTo(height, 24, 'hardly anything jumps');
  });
});

describe('a refused code is replaced by the next digit', () => {
  let fakeVerifier: FakeVerifier;
  afterEach(() => fakeVerifier.leave());
  const refused: Record<string, (learner: Learner) => Promise<unknown>> = {
    'wrong code': (learner) => learner.answers('999999'),
    'the same wrong code again': async (learner) => {
      await learner.answers('999999');
      await learner.answers('999999');
      expect(learner.alarm).to.contain('방금 틀린');
    },
    'wrong code, then a paste that is too long': async (learner) => {
      await learner.answers('999999');
      await keys('End');
      await paste('12345678', learner.field);
      expect(learner.alarm).to.contain('6자리를 입력');
    },
  };
  for (const [what, happens] of Object.entries(refused))
    for (const caret of ['where it is', 'at the end'])
      it(`${what}, the caret ${caret}`, async () => {
        fakeVerifier = new FakeVerifier(challenge(), rejected('wrong-code', 4));
        const learner = await (await Learner.visits()).opens();
        await happens(learner);
        if (caret === 'at the end') await keys('End');
        await learner.types('1');
        expect(learner.field.value).to.equal('1');
        await learner.types('23');
        expect(learner.field.value).to.equal('123');
        expect(learner.field.getAttribute('aria-invalid')).to.equal('false');
      });

  it('is marked as refused until then', async () => {
    fakeVerifier = new FakeVerifier(challenge(), rejected('wrong-code', 4));
    const learner = await (await Learner.visits()).opens();
    await learner.answers('999999');
    expect(learner.field.getAttribute('aria-invalid')).to.equal('true');
    await keys('Backspace');
    expect(learner.field.getAttribute('aria-invalid')).to.equal('false');
  });

  it('Shift and Tab lead back behind the last digit', async () => {
    fakeVerifier = new FakeVerifier(challenge());
    const learner = await (await Learner.visits()).opens();
    await learner.types('123');
    await keys('Tab', 'Shift+Tab');
    expect(learner.focused === learner.field).to.equal(true);
    expect(selection(learner.field)).to.equal('123|');
  });
});

describe('there is a way on', () => {
  let fakeVerifier: FakeVerifier;
  let timer: SinonFakeTimers | undefined;
  afterEach(async () => {
    timer?.restore();
    timer = undefined;
    fakeVerifier.leave();
    await viewport({ width: 800, height: 600 });
  });

  for (const height of [508, 400, 320])
    it(`on the last try, with the button in view above a keyboard: 390 × ${height}`, async () => {
      await viewport({ width: 390, height });
      fakeVerifier = new FakeVerifier(challenge({ unlock: ['phone', 'ipin'] }), rejected('wrong-code', 1));
      const learner = await (await Learner.visits()).opens();
      await learner.answers('111111');
      await learner.types('222222');
      expect(fakeVerifier.to('/verify').length).to.equal(1);
      expect(learner.alarm).to.contain('‘인증하기’ 버튼을 눌러 주세요');
      const { top, bottom } = learner.part('submit').getBoundingClientRect();
      expect(top >= 0 && bottom <= innerHeight).to.equal(true);
    });

  it('in the page’s flow, where a closed gate can be started again', async () => {
    fakeVerifier = new FakeVerifier(challenge());
    const learner = await Learner.visits({ mode: 'inline' });
    await learner.settles('answering');
    expect(learner.part('close') === null).to.equal(true);
    learner.gate.close();
    await learner.settles('closed');
    expect(learner.part('submit').textContent.trim()).to.equal('본인인증 시작하기');
    learner.part('submit').click();
    await learner.settles('answering');
    expect(learner.field !== null).to.equal(true);
  });

  it('where a method is out of service: the first other method is the main button', async () => {
    fakeVerifier = new FakeVerifier(challenge({ offers: ['motp', 'phone', 'ipin'] }), {
      status: 'unavailable',
      retryIn: 30,
    });
    const learner = await (await Learner.visits()).opens();
    await learner.answers('123456');
    expect(learner.alarm).to.equal('지금은 ‘mOTP 앱’ 방법을 쓸 수 없습니다. 아래 방법으로 인증해 주세요.');
    expect(learner.part('submit').textContent.trim()).to.equal('휴대폰 본인확인');
    expect(learner.parts('other').map((other) => other.textContent.trim())).to.deep.equal(['아이핀(i-PIN)']);
    await keys('Enter');
    expect(learner.gate.phase).to.equal('answering', 'a late Enter chooses nothing');
  });

  it('where there is no other: it says when to try again, keeps to it, and sends nothing before', async () => {
    timer = useFakeTimers({
      now: Date.now(),
      toFake: ['setTimeout', 'clearTimeout', 'Date'],
      shouldAdvanceTime: true,
      shouldClearNativeTimers: true,
    });
    fakeVerifier = new FakeVerifier(challenge(), { status: 'unavailable', retryIn: 30 }, verified);
    const learner = await (await Learner.visits()).opens();
    await learner.answers('123456');
    const { alarm } = learner;
    expect(alarm).to.contain('30초 뒤에 다시 시도');
    expect(learner.part('submit').textContent.trim()).to.match(/^(30|29)초 뒤에 다시 시도$/);
    await keys('Enter');
    await timer.tickAsync(20_000);
    await learner.gate.updateComplete;
    expect(learner.part('submit').textContent.trim()).to.match(/^(10|9)초 뒤에 다시 시도$/);
    expect(learner.alarm).to.equal(alarm, 'said once');
    expect(fakeVerifier.to('/verify').length).to.equal(1);
    await timer.tickAsync(11_000);
    await learner.gate.updateComplete;
    expect(learner.part('submit').textContent.trim()).to.equal('다시 시도');
    await keys('Enter');
    await learner.settles('verified');
    expect(fakeVerifier.to('/verify').length).to.equal(2);
  });

  it('where no window opens: that is said, in Korea too', async () => {
    const { getTimezoneOffset } = Date.prototype;
    Date.prototype.getTimezoneOffset = () => -540;
    const { open } = window;
    window.open = () => null;
    try {
      const params = { url: 'https://otp.test/start', redirect: 'https://otp.test/go' };
      fakeVerifier = new FakeVerifier(challenge({ method: 'phone', params } as object));
      const learner = await (await Learner.visits()).opens();
      await keys('Enter');
      await learner.gate.updateComplete;
      expect(learner.alarm).to.equal('새 창이 열리지 않았습니다. 이 창에서 진행해 주세요.');
    } finally {
      Date.prototype.getTimezoneOffset = getTimezoneOffset;
      window.open = open;
    }
  });

  it('after an unlock, which is said', async () => {
    fakeVerifier = new FakeVerifier(
      challenge({
        method: 'captcha',
        params: { kind: 'page', url: 'about:blank', height: 1 },
        attemptsLeft: undefined,
      } as object),
      { status: 'unlocked' },
      challenge({ id: 'ch_2' }),
    );
    const learner = await (await Learner.visits()).opens();
    await keys('Enter');
    await learner.settles('answering');
    while (!learner.field) await new Promise(requestAnimationFrame);
    const said = '잠금이 풀렸습니다. 앱의 인증번호를 입력해 주세요.';
    expect(learner.part('status').textContent).to.equal(said);
    expect(learner.gate.shadowRoot!.querySelector('[role=status]')!.textContent).to.equal(said);
    expect(learner.focused === learner.field).to.equal(true);
  });
});
