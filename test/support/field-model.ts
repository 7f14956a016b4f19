/** A model of the code field that learners expect: a list of cells and a caret. */
import { codeIn } from './code-in.js';

export const cells = 6;

export interface FieldState {
  value: string;
  start: number;
  end: number;
  /** How often the code was submitted. */
  submits: number;
  /** Whether the hint about the length is shown. */
  hint: boolean;
}

export type Gesture =
  | { does: 'types' | 'pastes' | 'fills in' | 'composes'; text: string }
  | { does: 'selects'; from: number; to: number }
  | { does: 'deletes' };

export const empty: FieldState = { value: '', start: 0, end: 0, submits: 0, hint: false };

export function after(field: FieldState, gesture: Gesture): FieldState {
  switch (gesture.does) {
    case 'selects': {
      const [start, end] = [gesture.from, gesture.to].map((at) => Math.min(at, field.value.length)).sort() as [
        number,
        number,
      ];
      return { ...field, start, end };
    }
    case 'deletes': {
      const from = field.start < field.end ? field.start : Math.max(0, field.start - 1);
      return from === field.end ? field : { ...field, ...put(field.value, from, field.end, ''), hint: false };
    }
    case 'types':
      // one key press after the other
      return [...gesture.text].reduce(comesIn, field);
    case 'pastes':
      return comesIn(field, gesture.text);
    case 'fills in': {
      const code = codeIn(gesture.text, cells);
      if (code === undefined) return { ...field, value: '', start: 0, end: 0, hint: true };
      return handedIn({ ...field, ...put('', 0, 0, code), hint: false }, code.length === cells);
    }
    case 'composes': {
      const composed = put(field.value, field.start, field.end, gesture.text);
      const code = codeIn(composed.value, cells);
      // what is too long goes again, and with it what it was composed over
      if (code === undefined) return { ...field, ...put(field.value, field.start, field.end, ''), hint: true };
      const before = codeIn(composed.value.slice(0, composed.end), cells)!.length;
      return handedIn(
        { ...field, value: code, start: before, end: before, hint: false },
        field.value.length < cells && before === cells,
      );
    }
  }
}

/**
 * A key, or a paste: digits overwrite from the caret on, a whole code replaces all, too many are refused with a hint.
 */
function comesIn(field: FieldState, text: string): FieldState {
  const code = codeIn(text, cells);
  const whole = code?.length === cells;
  const from = whole ? 0 : field.start;
  if (!code || from + code.length > cells) return { ...field, hint: field.hint || text.length > 1 };
  const until = whole ? field.value.length : Math.max(field.end, from + code.length);
  const next = { ...field, ...put(field.value, from, until, code), hint: false };
  return handedIn(next, next.end === cells && (whole || field.value.length < cells));
}

const put = (value: string, from: number, until: number, text: string) => ({
  value: value.slice(0, from) + text + value.slice(until),
  start: from + text.length,
  end: from + text.length,
});
const handedIn = (field: FieldState, complete: boolean): FieldState =>
  complete ? { ...field, submits: field.submits + 1 } : field;
