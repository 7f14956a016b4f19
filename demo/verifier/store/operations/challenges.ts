import type { Challenge, CheckResult } from '../../domain/model.js';
import { run, type RawOperation } from '../operation.js';
import { sql } from '../sql.js';

/** A row of challenges, joined with its check if it has one. */
export interface ChallengeRow {
  challenge: string;
  session: string;
  challengePosition: number;
  method: string;
  challengeExpiresAt: number;
  ticket: string | null;
  memo: string;
  outcome: string | null;
  ended: number;
}

/** The columns of a {@link ChallengeRow}; `c` is the challenge, `k` its check. */
export const challengeColumns = sql`
  c.id AS challenge, c.session, c.position AS "challengePosition", c.method, c.expires_at AS "challengeExpiresAt",
  k.ticket, k.memo, k.outcome, k.ended`;

export const challengeFrom = ({ ticket, memo, outcome, ended, ...found }: ChallengeRow): Challenge => ({
  id: found.challenge,
  session: found.session,
  position: found.challengePosition,
  method: found.method,
  expiresAt: found.challengeExpiresAt,
  ...(ticket !== null && {
    check: {
      ticket,
      memo,
      outcome: outcome === null ? null : (JSON.parse(outcome) as CheckResult),
      ended: ended === 1,
    },
  }),
});

export function* openChallenge({ id, session, position, method, expiresAt, check }: Challenge): RawOperation<void> {
  yield* run(sql`
    INSERT INTO challenges (id, session, position, method, expires_at)
    VALUES (${id}, ${session}, ${position}, ${method}, ${expiresAt})`);
  if (check)
    yield* run(sql`INSERT INTO checks (challenge, ticket, memo) VALUES (${id}, ${check.ticket}, ${check.memo})`);
}
