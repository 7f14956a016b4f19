/**
 * The code field under anything that comes to a text field in any order, held against a model of what a learner expects
 * of it.
 */
import { expect, fixture, html } from '@open-wc/testing';
import fc from 'fast-check';
import { render } from 'lit';
import type { ViewContext } from '../../widget/views/context.js';
import { codeField } from '../../widget/views/code-field.js';
import { korean } from '../../widget/words.js';
import { keys } from '../support/commands.js';
import { after, cells, empty, type FieldState, type Gesture } from '../support/field-model.js';

const digits = (most: number) =>
  fc.array(fc.constantFrom(...'0123456789'), { minLength: 1, maxLength: most }).map((all) => all.join(''));
const dressed = fc.constantFrom(
  '123 456',
  '123-456',
  '１２３４５６',
  '٠١٢٣٤٥',
  '[mOTP] 인증번호 123456 (60초)',
  '010-0000-1234',
  '1234567',
  '코드',
  'a',
  ' ',
  '12 34',
  '\u200b7',
  '３',
);
const texts = fc.oneof({ arbitrary: digits(8), weight: 3 }, { arbitrary: dressed, weight: 2 });
const place = fc.nat(cells);
const selects = fc.record({ does: fc.constant('selects' as const), from: place, to: place });
const types = fc
  .oneof(digits(3), fc.constantFrom('a', '-', ' ', '5x6'))
  .map((text) => ({ does: 'types' as const, text }));
const gestures: fc.Arbitrary<Gesture> = fc.oneof(
  { weight: 4, arbitrary: types },
  { weight: 2, arbitrary: selects },
  { weight: 1, arbitrary: fc.constant({ does: 'deletes' as const }) },
  { weight: 2, arbitrary: texts.map((text) => ({ does: 'pastes' as const, text })) },
  { weight: 1, arbitrary: texts.map((text) => ({ does: 'fills in' as const, text })) },
  {
    weight: 1,
    arbitrary: fc
      .oneof(digits(7), fc.constantFrom('１２', '٣', '한'))
      .map((text) => ({ does: 'composes' as const, text })),
  },
);

/** The field as the gate shows it, and how often it was handed in. */
class Field {
  submits = 0;
  hint = false;
  private constructor(private readonly host: HTMLFormElement) {
    host.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submits++;
    });
    const send: ViewContext['send'] = (event) => event.type === 'note' && (this.hint = event.notice !== undefined);
    const context = {
      words: korean,
      state: { phase: 'answering' },
      automatic: true,
      send,
      local: { mayComplete: true },
      methodWords: {},
    } as unknown as Parameters<typeof codeField>[0];
    render([codeField(context, cells), html`<button>확인</button>`], host);
  }
  static async shown() {
    return new Field(await fixture<HTMLFormElement>(html`<form></form>`));
  }

  get input() {
    return this.host.querySelector('input')!;
  }
  get state(): FieldState {
    const { value, selectionStart, selectionEnd } = this.input;
    return { value, start: selectionStart!, end: selectionEnd!, submits: this.submits, hint: this.hint };
  }
  clear() {
    this.input.value = '';
    this.#input('deleteContentBackward', null);
    [this.submits, this.hint] = [0, false];
  }

  /** What a browser does: it asks first, changes the text, and tells. */
  comes(gesture: Gesture) {
    const { input } = this;
    const [start, end] = [input.selectionStart!, input.selectionEnd!];
    switch (gesture.does) {
      case 'selects':
        return input.setSelectionRange(Math.min(gesture.from, gesture.to), Math.max(gesture.from, gesture.to));
      case 'deletes': {
        const from = start < end ? start : Math.max(0, start - 1);
        return from === end || this.#change('deleteContentBackward', '', from, end);
      }
      case 'types':
        return [...gesture.text].forEach((key) => this.#change('insertText', key));
      case 'pastes':
        return this.#change('insertFromPaste', gesture.text);
      case 'fills in':
        input.value = ''; // the same text once more moves no caret in WebKit
        input.value = gesture.text;
        return this.#input(undefined, null);
      case 'composes':
        input.dispatchEvent(new CompositionEvent('compositionstart'));
        input.dispatchEvent(
          new InputEvent('beforeinput', { inputType: 'insertCompositionText', data: gesture.text, isComposing: true }),
        );
        input.setRangeText(gesture.text, start, end, 'end');
        this.#input('insertCompositionText', gesture.text, true);
        return input.dispatchEvent(new CompositionEvent('compositionend', { data: gesture.text }));
    }
  }
  #change(inputType: string, text: string, start = this.input.selectionStart!, end = this.input.selectionEnd!) {
    const data = text || null;
    if (!this.input.dispatchEvent(new InputEvent('beforeinput', { inputType, data, cancelable: true, bubbles: true })))
      return;
    this.input.setRangeText(text, start, end, 'end');
    this.#input(inputType, data);
  }
  #input(inputType: string | undefined, data: string | null, isComposing = false) {
    this.input.dispatchEvent(
      inputType
        ? new InputEvent('input', { inputType, data, isComposing, bubbles: true })
        : new Event('input', { bubbles: true }),
    );
  }
}

describe('the code field is what its model says', () => {
  let field: Field;
  beforeEach(async () => {
    field = await Field.shown();
    field.input.focus();
  });

  it('after ten thousand orders of keys, pastes, selections, fillings-in and compositions', () => {
    fc.assert(
      fc.property(fc.array(gestures, { maxLength: 12 }), (order) => {
        field.clear();
        let model = empty;
        for (const gesture of order) {
          field.comes(gesture);
          model = after(model, gesture);
          expect(field.state, JSON.stringify(gesture)).to.deep.equal(model);
        }
      }),
      { numRuns: 10_000 },
    );
  }).timeout(120_000);

  it('after a hundred orders of keys that are really pressed', async () => {
    const pressed: fc.Arbitrary<Gesture> = fc.oneof(
      { weight: 3, arbitrary: types },
      { weight: 1, arbitrary: fc.constant({ does: 'deletes' as const }) },
      { weight: 1, arbitrary: selects },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pressed, { minLength: 3, maxLength: 8 }), async (order) => {
        field.clear();
        let model = empty;
        for (const gesture of order) {
          if (gesture.does === 'types') await keys(...gesture.text);
          else if (gesture.does === 'deletes') await keys('Backspace');
          else field.comes(gesture);
          model = after(model, gesture);
          expect(field.state, JSON.stringify(gesture)).to.deep.equal(model);
        }
      }),
      { numRuns: 100 },
    );
  }).timeout(120_000);
});
