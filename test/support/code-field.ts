/**
 * For stories about the code field: a learner at the field, and the positions of its cells and digits on the screen.
 */
import type { Challenge } from '../../widget/contract.js';
import { Learner } from './learner.js';
import { challenge, FakeVerifier, verified } from './fake-verifier.js';

/** A learner with the caret in the empty field. The last digit submits only where the story is about that. */
export async function atTheField({ automatic = false, ...more }: Partial<Challenge> & { automatic?: boolean } = {}) {
  const fakeVerifier = new FakeVerifier(challenge(more), verified);
  const learner = await Learner.visits();
  learner.gate.manualSubmit = !automatic;
  await learner.opens();
  return { fakeVerifier, learner, field: learner.field };
}

/** A point in the nth cell (from 1), `share` of its width from its left edge. */
export function inCell(learner: Learner, n: number, share = 0.5) {
  const { left, width, top, height } = learner.parts('cell')[n - 1]!.getBoundingClientRect();
  return { x: left + width * share, y: top + height / 2 };
}

/** The selection in the field: `1|23|456`; a caret is one `|`. */
export function selection({ value, selectionStart, selectionEnd }: HTMLInputElement) {
  const [start, end] = [selectionStart!, selectionEnd!];
  return `${value.slice(0, start)}|${start === end ? '' : `${value.slice(start, end)}|`}${value.slice(end)}`;
}
