import type { Challenge, CheckResult } from '../../domain/model.js';
import { run, type Operation } from '../operation.js';

/** A challenge as it stands in its table beside its check, if it has one. */
export interface ChallengeRow {
  challenge: string;
  session: string;
  asks: number;
  method: string;
  challengeExpiresAt: number;
  ticket: string | null;
  memo: string;
  outcome: string | null;
  ended: number;
}

/** The columns of a {@link ChallengeRow}; `c` is the challenge, `k` its check. */
export const challengeColumns =
  'c.id AS challenge, c.session, c.position AS asks, c.method, c.expires_at AS "challengeExpiresAt", k.ticket, k.memo, k.outcome, k.ended';

export const asChallenge = ({
  challenge,
  session,
  asks,
  method,
  challengeExpiresAt,
  ticket,
  memo,
  outcome,
  ended,
}: ChallengeRow): Challenge => ({
  id: challenge,
  session,
  position: asks,
  method,
  expiresAt: challengeExpiresAt,
  ...(ticket !== null && {
    check: {
      ticket,
      memo,
      outcome: outcome === null ? null : (JSON.parse(outcome) as CheckResult),
      ended: ended === 1,
    },
  }),
});

export function* openChallenge({ id, session, position, method, expiresAt, check }: Challenge): Operation<void> {
  yield* run(
    'INSERT INTO challenges (id, session, position, method, expires_at) VALUES (?, ?, ?, ?, ?)',
    id,
    session,
    position,
    method,
    expiresAt,
  );
  if (check) yield* run('INSERT INTO checks (challenge, ticket, memo) VALUES (?, ?, ?)', id, check.ticket, check.memo);
}
