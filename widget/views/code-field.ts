import { html } from 'lit/html.js';
import { normaliseCode } from '../code.js';
import { fill } from '../words.js';
import type { Context, Question } from './context.js';
import { notice } from './notice.js';

/**
 * One text field painted as cells, so that paste, autofill, undo, selection and screen readers work as in any text field.
 * What can be left to the browser is left to it: a digit that is simply the next one, deleting, undo, selecting, every key.
 * No `maxlength`: it would cut a pasted "123 456" to five digits. The four `data-` hints keep password managers' badges off the digits.
 */
export function codeField(question: Question, digits: number) {
  const { words, state, automatic } = question;
  const after = (event: Event) => afterInput(event as InputEvent, digits, question);
  return html`
    <label for="code">${fill(words.code, { digits })}</label>
    <div part="field" .style=${`--_digits:${digits}`}>
      <span part="cells" aria-hidden="true">${[...Array(digits)].map(() => html`<i part="cell"></i>`)}</span>
      <input
        part="input"
        id="code"
        dir="ltr"
        inputmode="numeric"
        autocomplete="one-time-code"
        enterkeyhint="done"
        spellcheck="false"
        data-1p-ignore
        data-bwignore
        data-lpignore="true"
        data-form-type="other"
        aria-describedby="notice automatic"
        aria-invalid=${'notice' in state && Boolean(state.notice)}
        ?readonly=${state.phase === 'checking' || state.phase === 'requesting'}
        @compositionstart=${({ target }: Event) => (completing = (target as HTMLInputElement).value.length < digits)}
        @beforeinput=${(event: InputEvent) => beforeInput(event, digits, question)}
        @input=${after}
        @compositionend=${after}
        @change=${(event: Event) => event.isTrusted || after(event)}
        @click=${(event: MouseEvent) => intoCell(event, digits)}
      />
    </div>
    <div class="room" data-longest=${`${words['wrong-code']} ${words.beforeLock}`}>
      ${notice(question)}
      <p part="hint" id="automatic">${automatic ? fill(words.automatic, { digits }) : ''}</p>
    </div>
  `;
}

/** Whether the input under way may complete the code: correcting a digit of a complete one, deleting and undoing do not. */
let completing = true;

/** Takes what is about to come in (keys, paste, drop, a keyboard's suggestion) and, unless it can go in as it is, edits the field itself. */
function beforeInput(event: InputEvent, digits: number, { send }: Context) {
  // a composition cannot be stopped; it is looked at when it has changed the field
  if (event.isComposing || /Composition/.test(event.inputType)) return;
  const input = event.target as HTMLInputElement;
  const { value, selectionStart, selectionEnd } = input;
  completing = !event.inputType.startsWith('history') && value.length < digits;
  const text = event.data ?? event.dataTransfer?.getData('text');
  if (!text) return;
  // what holds too many digits is too long as it is
  const code = normaliseCode(text, digits) ?? text;
  const whole = code.length === digits;
  completing ||= whole;
  // a whole code replaces everything, a digit on a filled cell overwrites it
  const start = whole ? 0 : selectionStart!;
  const end = whole ? digits : Math.max(selectionEnd!, start + code.length);
  const fits = start + code.length <= digits;
  if (fits && code === text && start === selectionStart && Math.min(end, value.length) === selectionEnd) return;
  event.preventDefault();
  if (fits && code) {
    input.setSelectionRange(start, end);
    // the only way to edit that the browser's own undo knows of
    document.execCommand('insertText', false, code);
  } else {
    completing = true; // nothing came in: what is filled in next is as good as ever
    if (text.length > 1) send({ type: 'note', notice: { status: 'length' } });
  }
}

/** Covers the ways in that cannot be stopped beforehand: autofill, a composition, a script. */
function afterInput(event: InputEvent, digits: number, { send, automatic }: Context) {
  const input = event.target as HTMLInputElement;
  const { value, selectionEnd } = input;
  // digits may go on being composed; letters go at once, which ends their composition
  if (event.isComposing && !/\P{Nd}/u.test(value)) return;
  const caret = selectionEnd!;
  const code = normaliseCode(value, digits);
  if (code === undefined) {
    // what came in goes again, and that is everything where nobody says what came in
    input.setRangeText('', Math.max(0, caret - (event.data ?? value).length), caret);
  } else if (code !== value) {
    const before = normaliseCode(value.slice(0, caret), digits)?.length ?? 0;
    input.value = code;
    input.setSelectionRange(before, before);
  }
  send({ type: 'note', notice: code === undefined ? { status: 'length' } : undefined });
  // a click, because `requestSubmit` is missing before iOS 16
  if (automatic && completing && input.selectionEnd === digits) input.form!.querySelector('button')!.click();
  completing ||= !event.isComposing;
}

/** Puts the caret into the clicked cell; the browser takes the middle between two digits for the border, half a digit too early. */
function intoCell({ target, clientX, clientY }: MouseEvent, digits: number) {
  const input = target as HTMLInputElement;
  const { left, top, width } = input.getBoundingClientRect();
  const cell = Math.floor(((clientX - left) / width) * (digits + 1));
  // a click on the label comes here, too, from where the label is
  if (clientY >= top && input.selectionStart === input.selectionEnd) input.setSelectionRange(cell, cell);
}
