import { html } from 'lit/html.js';
import { normaliseCode } from '../code.js';
import { isWritable, type Notice } from '../machine.js';
import type { BaseMethodWords } from '../methods/proof.js';
import { fill } from '../words.js';
import type { ChallengeContext } from './context.js';

/** What the field remembers between events. */
export interface CodeFieldState {
  /** Whether the current input may complete the code: deleting, undoing and correcting a complete code do not. */
  mayComplete: boolean;
  /** Whether the code was changed since it was sent. */
  edited: boolean;
}
type Context = ChallengeContext<unknown, BaseMethodWords, CodeFieldState>;

/**
 * One text field under painted cells, so that paste, autofill, undo, selection and screen readers work as in any text
 * field. The browser handles as much as it can: appending a digit, deleting, undo, selecting, every key. Its own text
 * and caret are not seen; the cells show them, in as many rows as there is room for.
 * No `maxlength`: it would cut a pasted "123 456" to five digits. The four `data-` hints keep password managers' badges
 * off the digits.
 */
export function codeField(context: Context, digits: number) {
  const { words, state, automatic, local } = context;
  const after = (event: Event) => afterInput(event as InputEvent, digits, context);
  const paint = ({ target }: Event) => paintCells(target as HTMLInputElement, context);
  const group = (count: number) => html`<b>${[...Array(count)].map(() => html`<i part="cell"></i>`)}</b>`;
  const half = Math.ceil(digits / 2);
  return html`
    <div part="field">
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
        ?readonly=${!isWritable(state)}
        @compositionstart=${({ target }: Event) =>
          (local.mayComplete = (target as HTMLInputElement).value.length < digits)}
        @beforeinput=${(event: InputEvent) => beforeInput(event, digits, context)}
        @input=${after}
        @compositionend=${after}
        @change=${(event: Event) => event.isTrusted || after(event)}
        @pointerdown=${alignText}
        @click=${(event: MouseEvent) => (caretIntoCell(event), paint(event))}
        @focus=${caretToEnd}
        @select=${paint}
        @selectionchange=${paint}
        @keyup=${(event: KeyboardEvent) => {
          // WebKit selects after the focus event
          if (event.code === 'Tab') caretToEnd(event);
          paint(event);
        }}
      />
      <span part="cells" aria-hidden="true">${group(half)}${group(digits - half)}</span>
    </div>
    <p class="visually-hidden" id="automatic" .textContent=${automatic ? fill(words.automatic, { digits }) : ''}></p>
  `;
}

/** Whether the field still holds what was refused: then the next digit starts a new code. */
const isRefused = ({ state, local }: Context) =>
  !local.edited && (state.phase !== 'answering' || Boolean(state.notice));

const cellsOf = (input: HTMLElement) => [...input.parentElement!.querySelectorAll<HTMLElement>('i')];

/** Shows the text, the caret or the selection, and whether the code was refused. */
function paintCells(input: HTMLInputElement, context: Context) {
  const { phase } = context.state;
  const { value, selectionStart, selectionEnd } = input;
  const cells = cellsOf(input);
  const start = Math.min(selectionStart!, cells.length - 1);
  cells.forEach((cell, at) => {
    // the code itself is wiped on success
    const text = phase === 'verified' ? '•' : (value[at] ?? '');
    if (cell.textContent !== text) cell.textContent = text;
    cell.className = at === start || (at > start && at < selectionEnd!) ? 'current' : '';
  });
  const { notice } = context.state as { notice?: Notice };
  const isWrong = /rejected|repeated|length/.test(notice?.status ?? '') && isRefused(context);
  input.setAttribute('aria-invalid', String(isWrong));
}

/** Checks what is about to be inserted (keys, paste, drop, suggestions) and edits the field itself where needed. */
function beforeInput(event: InputEvent, digits: number, context: Context) {
  const { send, local } = context;
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
  // and a digit behind a refused one starts a new code
  const replacesAll = complete || (selectionStart === digits && isRefused(context));
  const start = replacesAll ? 0 : selectionStart!;
  const end = replacesAll ? digits : Math.max(selectionEnd!, start + code.length);
  const fits = start + code.length <= digits;
  if (fits && code === text && start === selectionStart && Math.min(end, value.length) === selectionEnd) return;
  event.preventDefault();
  if (fits && code) {
    input.setSelectionRange(start, end);
    // the only edit that the browser's undo history records
    input.ownerDocument.execCommand('insertText', false, code);
  } else {
    local.mayComplete = true; // nothing was inserted: what is filled in next counts
    if (text.length > 1) send({ type: 'note', notice: { status: 'length' } });
  }
}

/** Normalises what cannot be cancelled before: autofill, a composition, a script. */
function afterInput(event: InputEvent, digits: number, context: Context) {
  const { send, automatic, local } = context;
  const input = event.target as HTMLInputElement;
  local.edited = true;
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
  paintCells(input, context);
  // a click, because `requestSubmit` is missing before iOS 16
  if (automatic && local.mayComplete && input.selectionEnd === digits)
    input.form!.querySelector<HTMLButtonElement>('button:not([type])')?.click();
  local.mayComplete ||= !event.isComposing;
}

/** Puts the browser's own digits below the painted ones, so that selecting by mouse or finger finds them. */
function alignText({ target }: Event) {
  const input = target as HTMLInputElement;
  const cells = cellsOf(input);
  const pitch = (cells.at(-1)!.offsetLeft - cells[0]!.offsetLeft) / (cells.length - 1);
  input.style.letterSpacing = `calc(${pitch}px - 1ch)`;
  input.style.textIndent = `calc(${cells[0]!.offsetWidth / 2}px - .5ch)`;
}

/** Moves the caret into the clicked cell. */
function caretIntoCell({ target, clientX, clientY }: MouseEvent) {
  const input = target as HTMLInputElement;
  const cell = cellsOf(input).findIndex((one) => {
    const { right, bottom } = one.getBoundingClientRect();
    return clientX < right && clientY < bottom;
  });
  // a click on the label arrives here too, with the label's position
  if (clientY >= input.getBoundingClientRect().top && input.selectionStart === input.selectionEnd)
    input.setSelectionRange(cell, cell);
}

/** Tab selects all of a text field; here it leads behind the last digit, where typing goes on. */
const caretToEnd = ({ target }: Event) => {
  const input = target as HTMLInputElement;
  input.setSelectionRange(input.value.length, input.value.length);
};
