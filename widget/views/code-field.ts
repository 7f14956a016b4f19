import { html } from 'lit/html.js';
import { normaliseCode } from '../code.js';
import type { BaseMethodWords } from '../methods/proof.js';
import { fill } from '../words.js';
import type { ChallengeContext } from './context.js';
import { notice } from './notice.js';

/** What the field remembers between events. */
export interface CodeFieldState {
  /** Whether the current input may complete the code: deleting, undoing and correcting a complete code do not. */
  mayComplete: boolean;
}
type Context = ChallengeContext<unknown, BaseMethodWords, CodeFieldState>;

/**
 * One text field painted as cells, so that paste, autofill, undo, selection and screen readers work as in any text
 * field. The browser handles as much as it can: appending a digit, deleting, undo, selecting, every key.
 * No `maxlength`: it would cut a pasted "123 456" to five digits. The four `data-` hints keep password managers' badges
 * off the digits.
 */
export function codeField(context: Context, digits: number) {
  const { words, state, automatic, local } = context;
  const after = (event: Event) => afterInput(event as InputEvent, digits, context);
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
        @compositionstart=${({ target }: Event) =>
          (local.mayComplete = (target as HTMLInputElement).value.length < digits)}
        @beforeinput=${(event: InputEvent) => beforeInput(event, digits, context)}
        @input=${after}
        @compositionend=${after}
        @change=${(event: Event) => event.isTrusted || after(event)}
        @click=${(event: MouseEvent) => caretIntoCell(event, digits)}
      />
    </div>
    <div class="room" data-longest=${`${words['wrong-code']} ${words.beforeLock}`}>
      ${notice(context)}
      <p part="hint" id="automatic">${automatic ? fill(words.automatic, { digits }) : ''}</p>
    </div>
  `;
}

/** Checks what is about to be inserted (keys, paste, drop, suggestions) and edits the field itself where needed. */
function beforeInput(event: InputEvent, digits: number, { send, local }: Context) {
  // a composition cannot be cancelled; it is checked after it has changed the field
  if (event.isComposing || /Composition/.test(event.inputType)) return;
  const input = event.target as HTMLInputElement;
  const { value, selectionStart, selectionEnd } = input;
  local.mayComplete = !event.inputType.startsWith('history') && value.length < digits;
  const text = event.data ?? event.dataTransfer?.getData('text');
  if (!text) return;
  // text with too many digits is taken as it is, and is too long
  const code = normaliseCode(text, digits) ?? text;
  const complete = code.length === digits;
  local.mayComplete ||= complete;
  // a complete code replaces everything, a digit on a filled cell overwrites it
  const start = complete ? 0 : selectionStart!;
  const end = complete ? digits : Math.max(selectionEnd!, start + code.length);
  const fits = start + code.length <= digits;
  if (fits && code === text && start === selectionStart && Math.min(end, value.length) === selectionEnd) return;
  event.preventDefault();
  if (fits && code) {
    input.setSelectionRange(start, end);
    // the only edit that the browser's undo history records
    document.execCommand('insertText', false, code);
  } else {
    local.mayComplete = true; // nothing was inserted: what is filled in next counts
    if (text.length > 1) send({ type: 'note', notice: { status: 'length' } });
  }
}

/** Normalises what cannot be cancelled before: autofill, a composition, a script. */
function afterInput(event: InputEvent, digits: number, { send, automatic, local }: Context) {
  const input = event.target as HTMLInputElement;
  const { value, selectionEnd } = input;
  // digits may go on being composed; other characters are removed at once, which ends their composition
  if (event.isComposing && !/\P{Nd}/u.test(value)) return;
  const caret = selectionEnd!;
  const code = normaliseCode(value, digits);
  if (code === undefined) {
    // removes what was inserted, or everything where the event does not say what that was
    input.setRangeText('', Math.max(0, caret - (event.data ?? value).length), caret);
  } else if (code !== value) {
    const before = normaliseCode(value.slice(0, caret), digits)?.length ?? 0;
    input.value = code;
    input.setSelectionRange(before, before);
  }
  send({ type: 'note', notice: code === undefined ? { status: 'length' } : undefined });
  // a click, because `requestSubmit` is missing before iOS 16
  if (automatic && local.mayComplete && input.selectionEnd === digits) input.form!.querySelector('button')!.click();
  local.mayComplete ||= !event.isComposing;
}

/** Moves the caret into the clicked cell: browsers place it half a digit too early. */
function caretIntoCell({ target, clientX, clientY }: MouseEvent, digits: number) {
  const input = target as HTMLInputElement;
  const { left, top, width } = input.getBoundingClientRect();
  const cell = Math.floor(((clientX - left) / width) * (digits + 1));
  // a click on the label arrives here too, with the label's position
  if (clientY >= top && input.selectionStart === input.selectionEnd) input.setSelectionRange(cell, cell);
}
