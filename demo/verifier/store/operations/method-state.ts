import { limits } from '../../domain/limits.js';
import type { AttemptState, Browser, LearnerRef, StateChange } from '../../domain/model.js';
import type { BatchingEngine } from '../engine.js';
import type { Browsers, Locks } from '../methods.js';
import { row, rows, run, type RawOperation } from '../operation.js';
import { sql } from '../sql.js';

/** The methods that a learner is locked out of. */
export function* lockedMethods({ site, ref }: LearnerRef): RawOperation<string[]> {
  const found = yield* rows<{ method: string }>(sql`
    SELECT method FROM method_failures
    WHERE site = ${site} AND ref = ${ref} AND failures >= ${limits.tries} ORDER BY method`);
  return found.map(({ method }) => method);
}

/** Writes what a change of state means for locks, checks, and the learner's browser. */
export function* writeMethodState(
  { challenge, session: { id, site, ref } }: AttemptState,
  { unlocks = [], ends, stage, registers }: StateChange,
): RawOperation<void> {
  for (const method of unlocks)
    yield* run(sql`DELETE FROM method_failures WHERE site = ${site} AND ref = ${ref} AND method = ${method}`);
  if (ends === 'challenge') yield* run(sql`UPDATE checks SET ended = 1 WHERE challenge = ${challenge.id}`);
  if (ends === 'outcome') yield* run(sql`UPDATE checks SET outcome = NULL WHERE challenge = ${challenge.id}`);
  if (stage !== undefined)
    yield* run(sql`
      INSERT INTO stages (session, stage) VALUES (${id}, ${stage})
      ON CONFLICT (session) DO UPDATE SET stage = excluded.stage`);
  if (registers) {
    yield* run(sql`
      INSERT INTO browsers (site, ref, id, secret) VALUES (${site}, ${ref}, ${registers.id}, ${registers.secret})
      ON CONFLICT (site, ref) DO UPDATE SET id = excluded.id, secret = excluded.secret`);
    yield* run(sql`DELETE FROM stages WHERE session = ${id}`);
  }
}

export const methodState = ({ read }: BatchingEngine): Locks & Browsers => ({
  lockedMethods: (learner) => read(() => lockedMethods(learner)),
  browser: ({ site, ref }) =>
    read(() => row<Browser>(sql`SELECT id, secret FROM browsers WHERE site = ${site} AND ref = ${ref}`)),
  stage: (session) =>
    read(function* () {
      return (yield* row<{ stage: string }>(sql`SELECT stage FROM stages WHERE session = ${session}`))?.stage;
    }),
});
