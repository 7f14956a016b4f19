import { expect } from '@open-wc/testing';
import { atTheField, inCell, selection } from '../support/code-field.js';
import { clickAt, drag, hold, keys, redo, tap, undo } from '../support/commands.js';
import type { Learner, FakeVerifier } from '../support/learner.js';

describe('the code field is the text field it looks like', () => {
  let fakeVerifier: FakeVerifier;
  let learner: Learner;
  let field: HTMLInputElement;
  beforeEach(async () => ({ fakeVerifier, learner, field } = await atTheField()));
  afterEach(() => fakeVerifier.leave());
  const types = (text: string) => learner.types(text);

  it('takes digits as they are typed', async () => {
    await types('0123');
    expect(selection(field)).to.equal('0123|');
    await types('45');
    expect(field.value).to.equal('012345');
  });

  it('takes no letters, signs or spaces, and says nothing of them', async () => {
    await types('a1 -b2.!e');
    expect(field.value).to.equal('12');
    expect(learner.alarm).to.equal('');
  });

  it('stops at six, also when a key is held down', async () => {
    await hold('7', 10);
    expect(field.value).to.equal('777777');
    await types('8');
    expect(selection(field)).to.equal('777777|');
  });

  it('deletes with Backspace and Delete, and closes up', async () => {
    await types('123456');
    await keys('Backspace');
    expect(field.value).to.equal('12345');
    await keys('Home', 'Delete');
    expect(selection(field)).to.equal('|2345');
    await keys('ArrowRight', 'ArrowRight', 'Backspace');
    expect(selection(field)).to.equal('2|45');
  });

  it('deletes what is there, and no more, while Delete is held down', async () => {
    await types('245');
    await keys('Home', 'ArrowRight');
    await hold('Delete', 3);
    expect(selection(field)).to.equal('2|');
  });

  it('moves with arrows, Home and End', async () => {
    await types('1234');
    await keys('ArrowLeft');
    expect(selection(field)).to.equal('123|4');
    await keys('Home');
    expect(selection(field)).to.equal('|1234');
    await keys('ArrowRight');
    expect(selection(field)).to.equal('1|234');
    await keys('End');
    expect(selection(field)).to.equal('1234|');
  });

  it('selects with Shift and arrows, and with Control and A', async () => {
    await types('123456');
    await keys('Shift+ArrowLeft', 'Shift+ArrowLeft');
    expect(selection(field)).to.equal('1234|56|');
    await keys('ArrowLeft', 'Shift+Home');
    expect(selection(field)).to.equal('|1234|56');
    await keys('Control+a');
    expect(selection(field)).to.equal('|123456|');
    await types('9');
    expect(selection(field)).to.equal('9|');
  });

  it('selects by dragging over cells', async () => {
    await types('123456');
    // to the fifth cell's edge: where in the fourth one its digit begins to count is the font's business
    await drag(inCell(learner, 2, 0.1), inCell(learner, 5, 0.1));
    expect(selection(field)).to.equal('1|234|56');
    await keys('Backspace');
    expect(selection(field)).to.equal('1|56');
  });

  it('selects everything by a double click, and extends with Shift and a click', async () => {
    await types('123456');
    await clickAt({ ...inCell(learner, 3), count: 2 });
    expect(selection(field)).to.equal('|123456|');
    await clickAt(inCell(learner, 2));
    await keys('Home');
    await clickAt({ ...inCell(learner, 4, 0.1), holding: 'Shift' });
    expect(selection(field)).to.equal('|123|456');
  });

  for (const share of [0.05, 0.5, 0.95])
    it(`corrects the third digit when it is clicked at ${share * 100} % of its cell`, async () => {
      await types('129456');
      await clickAt(inCell(learner, 3, share));
      expect(selection(field)).to.equal('12|9456');
      await types('3');
      expect(selection(field)).to.equal('123|456');
    });

  it('corrects the last digit, and the first', async () => {
    await types('923459');
    await clickAt(inCell(learner, 6, 0.9));
    await types('6');
    await clickAt(inCell(learner, 1, 0.9));
    await types('1');
    expect(field.value).to.equal('123456');
  });

  it('puts the caret behind the last digit when an empty cell is clicked', async () => {
    await types('12');
    await keys('Home');
    await clickAt(inCell(learner, 5));
    expect(selection(field)).to.equal('12|');
  });

  it('corrects a digit that a finger touches', async () => {
    await types('129456');
    await tap(inCell(learner, 3, 0.9));
    await types('3');
    expect(field.value).to.equal('123456');
  });

  it('takes the focus from its label, the caret behind what is there, or all of it selected as in Firefox', async () => {
    await types('12');
    field.blur();
    const { left, top, height } = learner.gate.shadowRoot!.querySelector('label')!.getBoundingClientRect();
    await clickAt({ x: left + 4, y: top + height / 2 });
    expect(learner.focused === field).to.equal(true);
    expect(selection(field)).to.be.oneOf(['12|', '|12|']);
  });

  it('overwrites digit by digit from the caret', async () => {
    await types('123456');
    await keys('Home');
    await types('98');
    expect(selection(field)).to.equal('98|3456');
  });

  it('undoes and redoes typing', async () => {
    await types('123');
    await undo();
    expect(field.value).to.equal('');
    await redo();
    expect(field.value).to.equal('123');
  });

  it('undoes and redoes overwriting', async () => {
    await types('123456');
    await keys('Home');
    await types('9');
    await undo();
    expect(field.value).to.equal('123456');
    await redo();
    expect(field.value).to.equal('923456');
  });

  it('undoes deleting', async () => {
    await types('123456');
    await keys('Control+a', 'Delete');
    expect(field.value).to.equal('');
    await undo();
    expect(field.value).to.equal('123456');
  });

  it('leaves every key to the browser', async () => {
    const prevented: string[] = [];
    const heard = (event: KeyboardEvent) => event.defaultPrevented && prevented.push(event.key);
    addEventListener('keydown', heard);
    await keys('F2', 'Tab', 'Shift+Tab', 'Alt+1', 'Control+c', 'a', '1', 'Home', 'PageDown', 'ArrowUp');
    removeEventListener('keydown', heard);
    expect(prevented).to.deep.equal([]);
    expect(learner.focused === field).to.equal(true);
  });

  it('is one tab stop, and has no length of its own that would cut a paste', async () => {
    await keys('Tab');
    expect(learner.focused === field).to.equal(false);
    await keys('Shift+Tab');
    expect(learner.focused === field).to.equal(true);
    expect(field.type).to.equal('text');
    expect(field.maxLength).to.equal(-1);
  });

  it('is cleared by a reset of its form', async () => {
    await types('123');
    field.form!.reset();
    expect(field.value).to.equal('');
    await types('4');
    expect(field.value).to.equal('4');
  });
});
