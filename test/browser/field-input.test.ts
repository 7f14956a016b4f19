import { expect } from '@open-wc/testing';
import { atTheField, inCell, selection } from '../support/code-field.js';
import { clickAt, compose, composing, copy, drop, keys, paste, redo, undo } from '../support/commands.js';
import type { Learner, FakeVerifier } from '../support/learner.js';

/** What learners copy: from the app, a text message, a document, another keyboard. */
const codes = [
  '123456',
  '123 456',
  '123-456',
  ' 123456\n',
  '１２３４５６',
  '１２３　４５６',
  '٠١٢٣٤٥',
  '۰۱۲۳۴۵',
  '०१२३४५',
  '\u200e123456\u200f',
  '[mOTP] 인증번호 123456 (60초)',
  '2024-12 코드: 123456',
  '인증번호는 123 456 입니다.',
];
const digitsOf = (text: string) => (/[٠۰०]/.test(text) ? '012345' : '123456');

describe('a code comes into the field', () => {
  let fakeVerifier: FakeVerifier;
  let learner: Learner;
  let field: HTMLInputElement;
  beforeEach(async () => ({ fakeVerifier, learner, field } = await atTheField()));
  afterEach(() => fakeVerifier.leave());

  describe('by paste', () => {
    for (const text of codes)
      it(`${JSON.stringify(text)} into the empty field`, async () => {
        await paste(text, field);
        expect(field.value).to.equal(digitsOf(text));
        expect(learner.alarm).to.equal('');
      });

    for (const [where, chords] of Object.entries({
      'at the start': ['Home'],
      'in the middle': ['Home', 'ArrowRight', 'ArrowRight'],
      'at the end': ['End'],
      'over a selection': ['Shift+ArrowLeft'],
    }))
      it(`replaces what was there, pasted ${where}`, async () => {
        await learner.types('999999');
        await copy('123 456', field);
        await keys(...chords, 'Control+v');
        expect(selection(field)).to.equal('123456|');
      });

    it('some digits overwrite as many from the caret on, and make no gap', async () => {
      await learner.types('123456');
      await copy('78', field);
      await keys('Home', 'ArrowRight', 'Control+v');
      expect(selection(field)).to.equal('178|456');
      await keys('Home', 'Shift+ArrowRight', 'Control+v');
      expect(selection(field)).to.equal('78|8456');
    });

    for (const text of ['1234567', '010-0000-1234', '12345678901234567890'])
      it(`${JSON.stringify(text)} is refused rather than cut, and a hint says why`, async () => {
        await learner.types('12');
        await paste(text, field);
        expect(field.value).to.equal('12');
        expect(learner.alarm).to.contain('6자리');
        await learner.types('3');
        expect(learner.alarm).to.equal('');
      });

    it('what does not fit any more is refused with the hint', async () => {
      await learner.types('12345');
      await copy('78', field);
      await keys('Control+v');
      expect(field.value).to.equal('12345');
      expect(learner.alarm).to.contain('6자리');
    });

    it('is undone and redone', async () => {
      await learner.types('99');
      await paste('123 456', field);
      await undo();
      expect(field.value).to.equal('99');
      await redo();
      expect(field.value).to.equal('123456');
    });

    it('can be copied and cut again', async () => {
      await paste('123-456', field);
      await keys('Control+a', 'Control+x');
      expect(field.value).to.equal('');
      await keys('Control+v');
      expect(field.value).to.equal('123456');
    });
  });

  describe('by drop', () => {
    for (const text of codes)
      it(`${JSON.stringify(text)} onto any cell`, async () => {
        await learner.types('9999');
        await drop(text, inCell(learner, 2));
        expect(field.value).to.equal(digitsOf(text));
      });

    it('also while the field has not got the focus', async () => {
      learner.part('close').focus();
      await drop('[mOTP] 123456', inCell(learner, 5));
      expect(field.value).to.equal('123456');
      expect(learner.focused === field).to.equal(true);
    });

    it('a longer number is refused with the hint', async () => {
      await drop('1234567', inCell(learner, 2));
      expect(field.value).to.equal('');
      expect(learner.alarm).to.contain('6자리');
    });
  });

  describe('by an input method', () => {
    /** Everything that stood in the field at any moment, as a screen could have shown it. */
    function watch() {
      const seen: string[] = [];
      for (const type of ['input', 'compositionupdate', 'compositionend'])
        learner.gate.shadowRoot!.addEventListener(type, () => seen.push(field.value));
      const frames = () => learner.gate.phase !== 'closed' && (seen.push(field.value), requestAnimationFrame(frames));
      requestAnimationFrame(frames);
      return seen;
    }

    it('digits from a Korean keyboard in Hangul mode', async () => {
      for (const digit of '123456') await compose(digit);
      expect(field.value).to.equal('123456');
    });

    it('Hangul never appears, not even for a moment, and takes nothing with it', async () => {
      await learner.types('12');
      const seen = watch();
      await compose('ㅁ', '마', '만');
      await learner.types('3');
      await keys('Home');
      await composing('ㅎ', '하');
      await learner.types('9');
      expect(seen.filter((value) => /\D/.test(value))).to.deep.equal([]);
      expect(field.value).to.equal('923');
    });

    it('full-width digits become plain ones once they are composed', async () => {
      await compose('１', '１２', '１２３', '１２３４５６');
      expect(field.value).to.equal('123456');
    });

    it('a digit composed into a complete code is refused and wipes nothing', async () => {
      await learner.types('123456');
      await compose('７');
      expect(field.value).to.equal('123456');
      expect(learner.alarm).to.contain('6자리');
    });
  });

  describe('by autofill or a script', () => {
    const fills = (text: string, type: 'input' | 'change') => {
      field.value = text;
      field.dispatchEvent(new Event(type, { bubbles: true }));
    };

    for (const type of ['input', 'change'] as const)
      for (const text of codes)
        it(`${JSON.stringify(text)} when only "${type}" tells of it`, () => {
          fills(text, type);
          expect(field.value).to.equal(digitsOf(text));
        });

    it('too long a number is refused', async () => {
      fills('1234567', 'input');
      await learner.gate.updateComplete;
      expect(field.value).to.equal('');
      expect(learner.alarm).to.contain('6자리');
    });

    it('is marked as a one-time code, and keeps password managers’ badges off', () => {
      expect(field.getAttribute('autocomplete')).to.equal('one-time-code');
      expect(field.inputMode).to.equal('numeric');
      expect(field.hasAttribute('data-1p-ignore') && field.hasAttribute('data-bwignore')).to.equal(true);
      expect(field.dataset).to.include({ lpignore: 'true', formType: 'other' });
    });
  });
});

describe('the last digit', () => {
  let fakeVerifier: FakeVerifier;
  let learner: Learner;
  let field: HTMLInputElement;
  const arrive = async (automatic = true) => void ({ fakeVerifier, learner, field } = await atTheField({ automatic }));
  afterEach(() => fakeVerifier.leave());
  const sent = () => fakeVerifier.to('/verify').map(({ proof }) => proof.code as string);

  it('submits once when it is typed', async () => {
    await arrive();
    await learner.types('12345');
    expect(sent()).to.deep.equal([]);
    await learner.answers('6');
    expect(sent()).to.deep.equal(['123456']);
  });

  const wholes: Record<string, () => unknown> = {
    pasted: () => paste('123 456', field),
    dropped: () => drop('123456', inCell(learner, 1)),
    composed: () => compose('１２３４５６'),
    'filled in by a script': () =>
      ['input', 'change'].forEach((type) => {
        field.value = '123456';
        field.dispatchEvent(new Event(type, { bubbles: true }));
      }),
  };
  for (const [how, comes] of Object.entries(wholes))
    it(`submits once when the whole code is ${how}`, async () => {
      await arrive();
      await comes();
      await learner.settles('verified');
      expect(sent()).to.deep.equal(['123456']);
    });

  it('is announced as what submits, and with manual-submit neither submits nor is announced', async () => {
    await arrive();
    expect(field.getAttribute('aria-describedby')).to.contain('automatic');
    expect(learner.text).to.contain('바로 확인');
    learner.gate.close();
    fakeVerifier.leave();
    await arrive(false);
    expect(learner.text).not.to.contain('바로 확인');
    await learner.types('123456');
    expect(sent()).to.deep.equal([]);
    await keys('Enter');
    await learner.settles('verified');
    expect(sent()).to.deep.equal(['123456']);
  });

  it('submits nothing when a complete code is corrected, undone or redone: Enter does', async () => {
    await arrive();
    fakeVerifier.answers({ status: 'rejected', reason: 'mismatch', attemptsLeft: 5 });
    await learner.answers('123459');
    await clickAt(inCell(learner, 3));
    await learner.types('3');
    await clickAt(inCell(learner, 6));
    await learner.types('6');
    await undo();
    await redo();
    await keys('End', 'ArrowLeft', 'ArrowRight');
    expect(field.value).to.equal('123456');
    expect(sent()).to.deep.equal(['123459']);
    await keys('Enter');
    await learner.settles();
    expect(sent()).to.deep.equal(['123459', '123456']);
  });

  it('submits nothing when an input method composes into a complete code', async () => {
    await arrive();
    fakeVerifier.answers({ status: 'unavailable', retryIn: 30 });
    await learner.answers('123456');
    await compose('ㅁ', '마');
    await compose('7');
    await learner.settles();
    expect(field.value).to.equal('123456');
    expect(sent()).to.deep.equal(['123456']);
  });

  it('submits nothing when the focus leaves a complete code', async () => {
    await arrive();
    fakeVerifier.answers({ status: 'unavailable', retryIn: 30 });
    await learner.answers('123456');
    await keys('Tab');
    await learner.settles();
    expect(sent()).to.deep.equal(['123456']);
  });
});

describe('after a wrong code', () => {
  let fakeVerifier: FakeVerifier;
  let learner: Learner;
  let field: HTMLInputElement;
  beforeEach(async () => {
    ({ fakeVerifier, learner, field } = await atTheField({ automatic: true }));
    fakeVerifier.answers(
      { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 },
      { status: 'verified', token: 't', method: 'motp', expiresIn: 300 },
    );
    await learner.answers('999999');
  });
  afterEach(() => fakeVerifier.leave());
  const sent = () => fakeVerifier.to('/verify').map(({ proof }) => proof.code as string);

  it('everything is selected, in the field with the focus, marked and described by what went wrong', () => {
    expect(selection(field)).to.equal('|999999|');
    expect(learner.focused === field).to.equal(true);
    expect(field.getAttribute('aria-invalid')).to.equal('true');
    expect(field.getAttribute('aria-describedby')).to.contain('notice');
  });

  it('typing replaces it', async () => {
    await learner.types('1');
    expect(field.value).to.equal('1');
    await learner.answers('23456');
    expect(sent()).to.deep.equal(['999999', '123456']);
  });

  it('pasting replaces it, wherever the caret is by then', async () => {
    await keys('End', 'ArrowLeft');
    await paste('123 456', field);
    await learner.settles('verified');
    expect(sent()).to.deep.equal(['999999', '123456']);
  });

  it('correcting a digit costs no try before it is submitted', async () => {
    // not where an earlier story clicked a moment ago: WebKit would make it a double click
    await clickAt(inCell(learner, 6, 0.25));
    await learner.types('1');
    expect(field.value).to.equal('999991');
    expect(sent()).to.deep.equal(['999999']);
  });
});
