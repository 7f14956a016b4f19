import type { Witness } from '../../evidence/evidence.js';
import type { Records } from '../../records.js';
import { row, type Operation } from '../operation.js';
import { addEvidence } from './evidence.js';

/** How an attempt ended, and whether the session moves on to its next check with it. */
interface Ending {
  status: string;
  reason: string | null;
  passed: boolean;
}

/** Counts an attempt of a session and writes the evidence of it. */
export function* witnessed({ challenge, session }: Pick<Records, 'challenge' | 'session'>, { status, reason, passed }: Ending, witness: Witness): Operation<void> {
  const { id, site, ref, due } = session;
  const counted = yield* row<{ attempts: number }>('UPDATE sessions SET attempts = attempts + 1, position = position + ? WHERE id = ? RETURNING attempts', passed ? 1 : 0, id);
  const { course, class: of, kind, number = null } = due[challenge.position]!;
  const attemptNumber = counted!.attempts;
  yield* addEvidence({ site, ref, course, class: of, kind, number, method: challenge.method, attemptNumber, status, reason, ...witness });
}
