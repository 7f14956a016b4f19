import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import { Learner, FakeVerifier } from '../support/learner.js';
import { challenge, page, problem, rejected, verified } from '../support/fake-verifier.js';

describe('a learner at the gate', () => {
  let fakeVerifier: FakeVerifier;
  const timers: SinonFakeTimers[] = [];
  afterEach(() => {
    fakeVerifier.leave();
    timers.splice(0).forEach((timer) => timer.restore());
  });
  /** A clock in the story's hands; it goes on by itself too, so that nothing hangs. */
  function watch() {
    const timer = useFakeTimers({
      now: Date.now(),
      toFake: ['setTimeout', 'clearTimeout', 'Date'],
      shouldAdvanceTime: true,
      shouldClearNativeTimers: true,
    });
    timers.push(timer);
    return timer;
  }

  it('reads the purpose, their name and what to do, with the focus in the field', async () => {
    fakeVerifier = new FakeVerifier(challenge());
    const learner = await (await Learner.visits()).opens();
    expect(learner.gate.phase).to.equal('answering');
    expect(learner.part('title').textContent).to.equal('9차시 본인인증');
    for (const words of ['김보람', '010-0000-1234', 'mOTP 앱']) expect(learner.text).to.contain(words);
    expect(learner.focused === learner.field).to.equal(true);
    expect(fakeVerifier.to('/challenge')).to.deep.equal([{ session: 'se_1' }]);
  });

  it('types six digits and is verified: the promise, the event and the success screen', async () => {
    fakeVerifier = new FakeVerifier(challenge(), verified);
    const learner = await (await Learner.visits()).opens();
    await learner.answers('123456');
    expect(learner.gate.phase).to.equal('verified');
    expect(await learner.result).to.deep.equal({ token: 'signed.by.verifier', method: 'motp', expiresIn: 300 });
    const [event] = learner.heard('verified');
    expect(event!.detail.token).to.equal('signed.by.verifier');
    expect(event!.token).to.equal('signed.by.verifier');
    const [{ proof, attempt, challenge: id }] = fakeVerifier.to('/verify') as [Record<string, any>];
    expect(proof).to.deep.equal({ code: '123456' });
    expect(id).to.equal('ch_1');
    expect(attempt).to.be.a('string').with.length.above(8);
    expect(learner.text).to.contain('확인되었습니다. 다음 화면으로 이동합니다.');
    expect(learner.field.value).to.equal('', 'the code is wiped');
  });

  it('sends the code once, however often it is submitted', async () => {
    let reply!: (response: Response) => void;
    fakeVerifier = new FakeVerifier(challenge(), new Promise<Response>((resolve) => (reply = resolve)));
    const learner = await (await Learner.visits()).opens();
    await learner.types('123456');
    await learner.presses('Enter', 'Enter');
    learner.part('submit').click();
    expect(learner.gate.phase).to.equal('checking');
    reply(new Response(JSON.stringify(verified)));
    await learner.settles();
    expect(fakeVerifier.to('/verify').length).to.equal(1);
  });

  it('reads how many tries are left after a wrong code, and types the next one right over it', async () => {
    fakeVerifier = new FakeVerifier(challenge(), rejected('wrong-code', 4), verified);
    const learner = await (await Learner.visits()).opens();
    const { top } = learner.field.getBoundingClientRect();
    await learner.answers('999999');
    expect(learner.field.getBoundingClientRect().top).to.equal(top, 'a notice moves nothing above it');
    expect(learner.alarm).to.contain('인증번호가 맞지 않습니다').and.to.contain('4번 더');
    expect(learner.focused === learner.field).to.equal(true);
    expect(learner.heard('rejected')[0]!.detail).to.deep.equal({ reason: 'wrong-code', attemptsLeft: 4 });
    await learner.answers('123456');
    expect(learner.gate.phase).to.equal('verified');
    const [first, second] = fakeVerifier.to('/verify');
    expect(second!['proof']).to.deep.equal({ code: '123456' });
    expect(first!['attempt']).not.to.equal(second!['attempt']);
  });

  it('never spends a try on the same wrong code, nor on an incomplete one', async () => {
    fakeVerifier = new FakeVerifier(challenge(), rejected('wrong-code', 4));
    const learner = await (await Learner.visits()).opens();
    await learner.types('123');
    await learner.presses('Enter');
    expect(learner.alarm).to.contain('6자리를 입력');
    await learner.answers('456');
    await learner.answers('123456');
    expect(learner.alarm).to.contain('방금 틀린 인증번호');
    expect(fakeVerifier.to('/verify').length).to.equal(1);
  });

  it('reads one instruction at a time: look again, then set the clock, then what a lock means', async () => {
    fakeVerifier = new FakeVerifier(
      challenge(),
      rejected('wrong-code', 4),
      rejected('wrong-code', 3),
      rejected('wrong-code', 1),
    );
    const learner = await (await Learner.visits()).opens();
    const said = async (code: string) => (await learner.answers(code), learner.alarm);
    expect(await said('111111')).to.equal('인증번호가 맞지 않습니다. 4번 더 틀리면 잠깁니다.');
    expect(await said('222222'))
      .to.contain('3번 더 틀리면 잠깁니다. 휴대폰 시간이 다르면')
      .and.to.contain('‘자동 설정’');
    expect(learner.text.split('자동 설정').length).to.be.at.most(2, 'the clock is spoken of once');
    expect(await said('333333')).to.equal(
      '인증번호가 맞지 않습니다. 마지막 기회입니다. 번호를 다시 확인하고 ‘인증하기’ 버튼을 눌러 주세요.',
    );
  });

  it('reads what went wrong right below the field, with nothing between', async () => {
    fakeVerifier = new FakeVerifier(
      challenge({ params: { digits: 6, period: 60, apps: { web: 'https://app.test' } } } as object),
      rejected('wrong-code', 4),
    );
    const learner = await (await Learner.visits()).opens();
    await learner.answers('999999');
    const notice = learner
      .parts('notice')
      .find(({ textContent }) => textContent)!
      .getBoundingClientRect();
    expect(notice.top - learner.part('field').getBoundingClientRect().bottom).to.be.within(0, 16);
    expect(learner.part('submit').getBoundingClientRect().top).to.be.at.least(notice.bottom);
    expect(learner.part('no-app').getBoundingClientRect().top).to.be.at.least(
      learner.part('submit').getBoundingClientRect().bottom,
    );
  });

  it('hears what a lock means before the last try, which the last digit does not submit', async () => {
    fakeVerifier = new FakeVerifier(
      challenge({ unlock: ['phone', 'ipin'] }),
      rejected('wrong-code', 1),
      rejected('wrong-code', 0),
      {
        status: 'locked',
        unlock: [],
        learner: {},
        help: { phone: '02-0000-0000' },
      },
    );
    const learner = await (await Learner.visits()).opens();
    await learner.answers('111111');
    expect(learner.alarm)
      .to.contain('마지막 기회입니다')
      .and.to.contain('틀리면 잠깁니다. 푸는 방법: 휴대폰 본인확인, 아이핀');
    await learner.types('222222');
    expect(fakeVerifier.to('/verify').length).to.equal(1);
    await learner.presses('Enter');
    await learner.settles('locked');
    expect(learner.field === null).to.equal(true);
    expect(learner.alarm).to.contain('잠겼습니다');
    expect(learner.text).to.contain('02-0000-0000');
    expect(learner.heard('locked')[0]!.detail.unlock).to.deep.equal([]);
  });

  it('sees by the verifier’s clock how long a code lasts, even where their own is wrong', async () => {
    const clock = watch();
    fakeVerifier = new FakeVerifier(challenge({ time: 1_700_000_000_000 - (1_700_000_000_000 % 60_000) + 18_000 }));
    const learner = await (await Learner.visits()).opens();
    expect(learner.part('countdown').ariaLabel).to.contain('42초');
    expect(learner.part('countdown').textContent.trim()).to.equal('0:42');
    await clock.tickAsync(10_000);
    expect(learner.part('countdown').ariaLabel).to.match(/3[12]초/);
  });

  it('reads that there is no reply after 15 s', async () => {
    const clock = watch();
    fakeVerifier = new FakeVerifier('silence');
    const learner = await Learner.visits();
    const opened = learner.opens();
    await clock.tickAsync(15_000);
    await opened;
    expect(learner.heard('error')[0]!.detail.error.code).to.equal('timeout');
    expect(learner.alarm).to.contain('다시 시도');
  });

  it('reads that a code was used and when the next one comes', async () => {
    const clock = watch();
    fakeVerifier = new FakeVerifier(
      challenge({ time: 1_700_000_000_000 - (1_700_000_000_000 % 60_000) + 26_000 }),
      rejected('used-code', 5),
    );
    const learner = await (await Learner.visits()).opens();
    await learner.answers('123456');
    const { alarm } = learner;
    expect(alarm).to.contain('이미 사용한 인증번호입니다');
    const seconds = () => Number(/(\d+)초 뒤/.exec(learner.part('countdown').ariaLabel!)![1]);
    const before = seconds();
    await clock.tickAsync(5000);
    await learner.gate.updateComplete;
    expect(seconds()).to.be.below(before);
    expect(learner.alarm).to.equal(alarm, 'an alert that changes every second would be read out every second');
  });

  it('reads that the app is registered for another name or phone', async () => {
    fakeVerifier = new FakeVerifier(challenge(), rejected('mismatch', 5));
    const learner = await (await Learner.visits()).opens();
    await learner.answers('123456');
    expect(learner.alarm).to.contain('이름과 휴대폰 번호가 앱에 등록한 것과 다르면 훈련기관에 문의해 주세요.');
  });

  it('does two checks in a row in one sitting', async () => {
    const step = (n: number) =>
      challenge({
        id: `ch_${n}`,
        checkpoint: { kind: n === 1 ? 'enrolment' : 'lesson', number: 1, step: { n, of: 2 } },
      });
    fakeVerifier = new FakeVerifier(step(1), { status: 'unlocked' }, step(2), verified);
    const clock = watch();
    const learner = await (await Learner.visits()).opens();
    expect(learner.part('step').textContent.trim()).to.equal('2단계 중 1단계');
    const boxOf = (name: string) => learner.part(name).getBoundingClientRect();
    const { top } = boxOf('submit');
    await learner.answers('123456');
    await learner.settles('answering');
    expect(boxOf('submit').top).to.be.closeTo(top, 0.5, 'the screens are of one height');
    expect(boxOf('status').bottom).to.be.at.most(boxOf('countdown').top, 'the news comes first');
    expect(learner.part('step').textContent.trim()).to.equal('2단계 중 2단계');
    expect(learner.part('status').textContent).to.equal('1단계를 마쳤습니다.');
    expect(learner.text).to.contain('새 인증번호를 기다려 주세요.');
    expect(learner.field === null).to.equal(true, 'the code in the app is spent');
    await clock.tickAsync(60_000);
    await learner.gate.updateComplete;
    expect(learner.part('status').textContent).to.contain('새 인증번호가 나왔습니다.');
    expect(learner.focused === learner.field && learner.field.value === '').to.equal(true);
    await learner.answers('654321');
    expect(learner.gate.phase).to.equal('verified');
  });

  it('is asked again when a challenge has ended, and keeps what was typed', async () => {
    const clock = watch();
    fakeVerifier = new FakeVerifier(challenge(), challenge({ id: 'ch_2' }), verified);
    const learner = await (await Learner.visits()).opens();
    await learner.types('1234');
    await clock.tickAsync(300_000);
    await learner.settles('expired');
    expect(learner.alarm).to.contain('시간이 지났습니다');
    expect(learner.field.value).to.equal('1234');
    await learner.presses('Enter');
    await learner.settles('answering');
    expect(learner.field.value).to.equal('1234');
    await learner.presses('End');
    await learner.answers('56');
    expect(fakeVerifier.to('/verify')[0]!['challenge']).to.equal('ch_2');
  });

  for (const [what, answer, words] of [
    ['is down', new TypeError('Failed to fetch'), '연결되지 않습니다'],
    ['answers with a proxy page', page('<h1>502</h1>', 502), '일시적인 문제'],
    ['answers with HTML', page('<h1>hello</h1>'), '일시적인 문제'],
    ['answers half a JSON', page('{"status":"chall'), '일시적인 문제'],
    ['answers something else', page('{"status":"challenge"}'), '일시적인 문제'],
    ['does not know the page', problem(403, 'forbidden-origin'), '일시적인 문제'],
    ['has an error', problem(500, 'internal'), '일시적인 문제'],
  ] as const)
    it(`sees a sentence and can retry when the verifier ${what}`, async () => {
      fakeVerifier = new FakeVerifier(answer, challenge());
      const learner = await (await Learner.visits()).opens();
      expect(learner.gate.phase).to.equal('failed');
      expect(learner.alarm).to.contain(words);
      expect(learner.heard('error').length).to.equal(1);
      expect(learner.focused === learner.part('submit')).to.equal(true);
      await learner.presses('Enter');
      await learner.settles('answering');
      expect(learner.alarm).to.equal('');
    });

  it('is led out of a session that is over: a retry could only fail', async () => {
    fakeVerifier = new FakeVerifier(problem(401, 'unknown-session'));
    const learner = await (await Learner.visits()).opens();
    expect(learner.alarm).to.contain('처음부터 다시');
    expect(learner.part('submit').textContent.trim()).to.equal('닫고 처음부터 하기');
    await learner.presses('Enter');
    expect(learner.gate.phase).to.equal('failed', 'Enter that was meant for something else closes nothing');
    learner.part('submit').click();
    expect(await learner.result).to.equal(null);
  });

  it('loses neither the code nor a try when a reply is lost: the same attempt goes out again', async () => {
    fakeVerifier = new FakeVerifier(challenge(), new TypeError('Failed to fetch'), verified);
    const learner = await (await Learner.visits()).opens();
    await learner.answers('123456');
    expect(learner.gate.phase).to.equal('failed');
    expect(learner.field.value).to.equal('123456');
    await learner.presses('Enter');
    await learner.settles('verified');
    const [first, second] = fakeVerifier.to('/verify');
    expect(second!['attempt']).to.equal(first!['attempt']);
  });

  it('changes the code after a lost reply: that is another attempt', async () => {
    fakeVerifier = new FakeVerifier(challenge(), new TypeError('Failed to fetch'), verified);
    const learner = await (await Learner.visits()).opens();
    await learner.answers('123456');
    await learner.presses('Control+a');
    await learner.answers('654321');
    await learner.settles('verified');
    const [first, second] = fakeVerifier.to('/verify');
    expect(second!['proof']).to.deep.equal({ code: '654321' });
    expect(second!['attempt']).not.to.equal(first!['attempt']);
  });

  it('is not locked out by a challenge that the verifier has forgotten', async () => {
    fakeVerifier = new FakeVerifier(challenge(), problem(404, 'unknown-challenge'), challenge({ id: 'ch_2' }));
    const learner = await (await Learner.visits()).opens();
    await learner.answers('123456');
    expect(learner.gate.phase).to.equal('expired');
  });

  it('finds help in the same place, also where the verifier has just gone', async () => {
    fakeVerifier = new FakeVerifier(
      { status: 'locked', unlock: ['phone'], help: { phone: '02-0000-0000' } },
      new TypeError('Failed to fetch'),
    );
    const learner = await (await Learner.visits()).opens();
    expect(learner.part('help').textContent).to.contain('02-0000-0000');
    learner.part('submit').click();
    await learner.settles('failed');
    expect(learner.part('help').textContent).to.contain('02-0000-0000');
  });

  it('closes with Escape, is back where they were, and the promise says null', async () => {
    fakeVerifier = new FakeVerifier(challenge());
    const learner = await (await Learner.visits()).opens();
    await learner.presses('Escape');
    await learner.settles('closed');
    expect(await learner.result).to.equal(null);
    expect(document.activeElement === learner.opener).to.equal(true);
    expect(learner.heard('close')[0]!.detail).to.deep.equal({ verified: false });
    expect(learner.gate.shadowRoot!.querySelector('input') === null).to.equal(true);
  });

  it('finds no digit of an earlier gate in one that was closed and opened at once', async () => {
    fakeVerifier = new FakeVerifier(challenge());
    const learner = await (await Learner.visits()).opens();
    await learner.types('123');
    learner.gate.close();
    await learner.opens();
    expect(learner.field.value).to.equal('');
    expect(
      learner
        .parts('cell')
        .map((cell) => cell.textContent)
        .join(''),
    ).to.equal('');
  });

  it('closes during a check; the late verdict is dropped', async () => {
    let reply!: (response: Response) => void;
    fakeVerifier = new FakeVerifier(challenge(), new Promise<Response>((resolve) => (reply = resolve)));
    const learner = await (await Learner.visits()).opens();
    await learner.types('123456');
    learner.gate.close();
    reply(new Response(JSON.stringify(verified)));
    await learner.settles('closed');
    expect(await learner.result).to.equal(null);
    expect(learner.heard('verified').length).to.equal(0);
  });

  it('leaves nothing behind on a page that the browser may keep', async () => {
    fakeVerifier = new FakeVerifier(challenge());
    const learner = await (await Learner.visits()).opens();
    await learner.types('123');
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    await learner.settles('closed');
    expect(learner.field === null).to.equal(true);
    expect(document.documentElement.style.overflow).to.equal('');
  });

  it('lets the page scroll again when two gates were open, in either order of closing', async () => {
    fakeVerifier = new FakeVerifier(challenge());
    const [one, other] = [await (await Learner.visits()).opens(), await (await Learner.visits()).opens()];
    one.gate.close();
    await one.settles('closed');
    expect(document.documentElement.style.overflow).to.equal('hidden');
    other.gate.close();
    await other.settles('closed');
    expect(document.documentElement.style.overflow).to.equal('');
  });

  it('sees text, never markup from the verifier', async () => {
    const evil = '<img src=x onerror="window.pwned=1">';
    fakeVerifier = new FakeVerifier(
      challenge({ learner: { name: evil, phone: evil }, help: { phone: evil, guide: 'javascript:window.pwned=1' } }),
    );
    const learner = await (await Learner.visits()).opens();
    expect(learner.gate.shadowRoot!.querySelector('img') === null).to.equal(true);
    expect(learner.text).to.contain(evil);
    expect(
      [...learner.gate.shadowRoot!.querySelectorAll('a')].some((link) => link.protocol === 'javascript:'),
    ).to.equal(false);
  });

  it('leaves the code in the field and nowhere else: no attribute, no storage, no address, no log', async () => {
    const logged: unknown[] = [];
    const { log, error, warn } = console;
    console.log = console.error = console.warn = (...words: unknown[]) => logged.push(words.map(String).join(' '));
    try {
      fakeVerifier = new FakeVerifier(challenge(), new TypeError('Failed to fetch'), rejected('wrong-code', 4));
      const learner = await (await Learner.visits()).opens();
      const leftIn = () =>
        [
          learner.gate.outerHTML,
          learner.gate.shadowRoot!.innerHTML,
          JSON.stringify(sessionStorage),
          JSON.stringify(localStorage),
          location.href,
          ...logged,
        ].filter((place) => String(place).includes('736251'));
      await learner.answers('736251');
      expect([learner.gate.phase, learner.field.value, leftIn()]).to.deep.equal(['failed', '736251', []]);
      await learner.presses('Enter');
      await learner.settles('answering');
      expect([learner.field.value, leftIn()]).to.deep.equal(['736251', []]);
      for (const event of learner.events)
        expect(JSON.stringify((event as CustomEvent).detail)).not.to.contain('736251');
    } finally {
      Object.assign(console, { log, error, warn });
    }
  });

  it('sees all of the gate above a keyboard that is drawn over the page', async () => {
    const own = Object.getOwnPropertyDescriptor(window, 'visualViewport')!;
    const seen = Object.assign(new EventTarget(), { height: innerHeight, offsetTop: 0 });
    Object.defineProperty(window, 'visualViewport', { value: seen, configurable: true });
    try {
      fakeVerifier = new FakeVerifier(challenge());
      const learner = await (await Learner.visits()).opens();
      Object.assign(seen, { height: 320, offsetTop: 40 });
      seen.dispatchEvent(new Event('resize'));
      const { top, bottom } = learner.part('dialog').getBoundingClientRect();
      expect(top).to.be.at.least(40);
      expect(bottom).to.be.at.most(40 + 320);
      learner.gate.close();
      await learner.settles('closed');
    } finally {
      Object.defineProperty(window, 'visualViewport', own);
    }
  });

  it('sees only the methods that this gate knows', async () => {
    fakeVerifier = new FakeVerifier(challenge({ offers: ['motp', 'retina-scan'] }));
    const learner = await (await Learner.visits()).opens();
    expect(learner.parts('other').length).to.equal(0);
  });

  it('works in the flow of the page, too', async () => {
    fakeVerifier = new FakeVerifier(challenge(), verified);
    const learner = await Learner.visits({ mode: 'inline' });
    await learner.settles('answering');
    expect(learner.focused === null).to.equal(true);
    learner.field.focus();
    await learner.answers('123456');
    expect(learner.gate.phase).to.equal('verified');
  });

  it('reads that the site forgot the session', async () => {
    fakeVerifier = new FakeVerifier(challenge());
    const learner = await Learner.visits();
    learner.gate.session = '';
    await learner.opens();
    expect(learner.gate.phase).to.equal('failed');
    expect(learner.heard('error')[0]!.detail.error.code).to.equal('not-configured');
  });

  it('reads whom to ask below the retry, clear of its focus ring and of the edge', async () => {
    fakeVerifier = new FakeVerifier(problem(503, 'maintenance'));
    const learner = await (await Learner.visits()).opens();
    while (!learner.part('help').querySelector('p')) await new Promise(requestAnimationFrame);
    const sentence = learner.part('help').querySelector('p')!;
    const words = document.createRange();
    words.selectNodeContents(sentence);
    const [text, button, dialog] = [words, learner.part('submit'), learner.part('dialog')].map((box) =>
      box.getBoundingClientRect(),
    );
    expect(learner.focused === learner.part('submit')).to.equal(true);
    expect(text!.top - button!.bottom).to.be.above(12);
    const { paddingBottom } = getComputedStyle(sentence);
    const below = dialog!.bottom - sentence.getBoundingClientRect().bottom + parseFloat(paddingBottom);
    expect(below).to.be.closeTo(button!.left - dialog!.left, 1);
  });
});
