import { html } from 'lit';
import { normaliseCode } from '../code.js';
import { fill } from '../words.js';
import type { Asking, Context } from './context.js';

/**
 * One text field painted as cells, so that paste, autofill, undo, selection and screen readers work as in any text field.
 * No `maxlength`: it would cut a pasted "123 456" to five digits.
 */
export function codeField(context: Context<Asking>, digits: number) {
  const { words, state, automatic } = context;
  const after = (event: Event) => afterInput(event as InputEvent, digits, context);
  return html`
    <label for="code">${fill(words.code, { digits })}</label>
    <div part="field">
      <span part="cells" aria-hidden="true">${[...Array(digits)].map(() => html`<i part="cell"></i>`)}</span>
      <input
        part="input" id="code" dir="ltr"
        inputmode="numeric" autocomplete="one-time-code" enterkeyhint="done" spellcheck="false"
        aria-describedby="notice automatic" aria-invalid=${'notice' in state && state.notice ? 'true' : 'false'}
        ?readonly=${state.phase === 'checking' || state.phase === 'requesting'}
        @beforeinput=${(event: InputEvent) => beforeInput(event, digits, context)}
        @input=${after}
        @compositionend=${after}
      />
    </div>
    <p id="automatic">${automatic ? fill(words.automatic, { digits }) : ''}</p>
  `;
}

/** Set while our own edit is under way, which is an input event like any other. */
let editing = false;

/** Takes what is about to come in (keys, paste, drop, a keyboard's suggestion), brings it into shape and edits the field itself. */
function beforeInput(event: InputEvent, digits: number, { send }: Context) {
  const text = event.data ?? event.dataTransfer?.getData('text');
  if (editing || !text || event.isComposing || /^(?!insert)|Composition/.test(event.inputType)) return;
  event.preventDefault();
  const code = normaliseCode(text, digits);
  if (code === undefined) return send({ type: 'note', notice: { status: 'length' } });
  const input = event.target as HTMLInputElement;
  let start = input.selectionStart!;
  let end = input.selectionEnd!;
  // a whole code replaces everything; a digit on a filled cell overwrites it
  if (code.length === digits) [start, end] = [0, digits];
  else if (start === end) end += code.length;
  if (!code || start + code.length > digits) return;
  input.setSelectionRange(start, end);
  editing = true;
  // the only way to edit that the browser's own undo knows of
  document.execCommand('insertText', false, code);
  editing = false;
}

/** Covers the ways in that ask nobody beforehand: autofill, the end of a composition, a script. */
function afterInput(event: InputEvent, digits: number, { send, automatic }: Context) {
  const input = event.target as HTMLInputElement;
  if (event.isComposing) return;
  const code = normaliseCode(input.value, digits);
  if (input.value !== code) input.value = code ?? '';
  send({ type: 'note', notice: code === undefined ? { status: 'length' } : undefined });
  // correcting a digit in the middle is not the end of typing; a click, because `requestSubmit` is missing before iOS 16
  if (automatic && input.selectionStart === digits) input.form!.querySelector('button')!.click();
}
