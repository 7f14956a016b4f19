import { limits } from '../../domain/gatekeeper.js';
import type { Browser, StateChange, LearnerRef, AttemptState } from '../../domain/model.js';
import { row, rows, run, type Engine, type Operation } from '../operation.js';
import type { Browsers, Locks } from '../ways.js';

/** The methods that a learner is locked out of. */
export function* lockedMethods({ site, ref }: LearnerRef): Operation<string[]> {
  const found = yield* rows<{ method: string }>(
    'SELECT method FROM tries WHERE site = ? AND ref = ? AND failures >= ? ORDER BY method',
    site,
    ref,
    limits.tries,
  );
  return found.map(({ method }) => method);
}

/** Writes what a decision changes for the ways to verify beside the phone app. */
export function* writeMethodChanges(
  { challenge, session: { id, site, ref } }: AttemptState,
  { unlocks = [], ends, stage, registers }: StateChange,
): Operation<void> {
  for (const method of unlocks)
    yield* run('DELETE FROM tries WHERE site = ? AND ref = ? AND method = ?', site, ref, method);
  if (ends === 'challenge') yield* run('UPDATE checks SET ended = 1 WHERE challenge = ?', challenge.id);
  if (ends === 'outcome') yield* run('UPDATE checks SET outcome = NULL WHERE challenge = ?', challenge.id);
  if (stage !== undefined)
    yield* run(
      'INSERT INTO stages (session, stage) VALUES (?, ?) ON CONFLICT (session) DO UPDATE SET stage = excluded.stage',
      id,
      stage,
    );
  if (registers) {
    yield* run(
      'INSERT INTO browsers (site, ref, id, secret) VALUES (?, ?, ?, ?) ON CONFLICT (site, ref) DO UPDATE SET id = excluded.id, secret = excluded.secret',
      site,
      ref,
      registers.id,
      registers.secret,
    );
    yield* run('DELETE FROM stages WHERE session = ?', id);
  }
}

export const methodState = ({ read }: Engine): Locks & Browsers => ({
  locked: (learner) => read(() => lockedMethods(learner)),
  browser: ({ site, ref }) =>
    read(() => row<Browser>('SELECT id, secret FROM browsers WHERE site = ? AND ref = ?', site, ref)),
  stage: (session) =>
    read(function* () {
      const found = yield* row<{ stage: string }>('SELECT stage FROM stages WHERE session = ?', session);
      return found?.stage;
    }),
});
