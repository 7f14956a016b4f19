import { writingLimits } from '../../domain/limits.js';
import type { BatchingEngine } from '../engine.js';
import type {
  CheckContext,
  Checks,
  IdentityHash,
  IdentityRequest,
  IdentityRequests,
  RequestState,
} from '../methods.js';
import { row, rows, run, type RawOperation } from '../operation.js';
import { sql, type Statement } from '../sql.js';
import { appendEvidence, chainHeadColumns, type ChainHead } from './append-evidence.js';
import { challengeColumns, challengeFrom, type ChallengeRow } from './challenges.js';
import { learnerLock, sessionById } from './sessions.js';

function* findCheck(condition: Statement): RawOperation<CheckContext | undefined> {
  const found = yield* row<ChallengeRow>(sql`
    SELECT ${challengeColumns} FROM challenges c JOIN checks k ON k.challenge = c.id WHERE ${condition}`);
  const session = found && (yield* sessionById(found.session));
  return found && session && { challenge: challengeFrom(found), session };
}

interface RequestRow extends IdentityRequest {
  settledAt: number | null;
}

function* readRequest(number: string): RawOperation<RequestState | undefined> {
  const found = yield* row<RequestRow>(sql`
    SELECT number, challenge, memo, return_to AS "returnTo", settled_at AS "settledAt"
    FROM identity_requests WHERE number = ${number}`);
  const context = found && (yield* findCheck(sql`c.id = ${found.challenge}`));
  if (!found || !context) return undefined;
  const { settledAt, ...request } = found;
  const { site, ref } = context.session;
  return {
    ...context,
    request: { ...request, settled: settledAt !== null },
    known: yield* rows<IdentityHash>(sql`SELECT kind, hash FROM identities WHERE site = ${site} AND ref = ${ref}`),
  };
}

function* chainHeadOf(session: string): RawOperation<ChainHead> {
  const head = yield* row<ChainHead>(sql`
    SELECT ${chainHeadColumns} FROM sessions s LEFT JOIN evidence_chains e ON e.site = s.site AND e.ref = s.ref
    WHERE s.id = ${session}`);
  return head!;
}

const saveOutcome = (challenge: string, outcome: unknown) =>
  run(sql`
    UPDATE checks SET outcome = ${JSON.stringify(outcome)}
    WHERE challenge = ${challenge} AND outcome IS NULL AND ended = 0`);

/** Requests to identity providers, and the outcomes of checks on pages. */
export const identities = ({ read, atomic }: BatchingEngine): Checks & IdentityRequests => ({
  checkByTicket: (ticket) => read(() => findCheck(sql`k.ticket = ${ticket}`)),
  saveOutcome: (challenge, outcome) => atomic([], () => saveOutcome(challenge, outcome)),
  openRequest: ({ number, challenge, memo, returnTo }) =>
    atomic([], () =>
      run(sql`
        INSERT INTO identity_requests (number, challenge, memo, return_to)
        VALUES (${number}, ${challenge}, ${memo}, ${returnTo})`),
    ),
  request: (number) => read(() => readRequest(number)),
  openRequests: (challenge) =>
    read(function* () {
      const open = yield* rows<{ number: string }>(sql`
        SELECT number FROM identity_requests WHERE challenge = ${challenge} AND settled_at IS NULL`);
      return open.map(({ number }) => number);
    }),
  async settleRequest(number, facts, rule) {
    const known = await read(() => readRequest(number));
    if (!known) return undefined;
    return atomic([learnerLock(known.session)], function* () {
      const state = yield* readRequest(number);
      if (!state) return undefined;
      const change = rule(state);
      const { challenge, session } = state;
      if ('audit' in change) {
        const head = yield* chainHeadOf(session.id);
        if (head.attempts >= writingLimits.attempts || facts.at > challenge.expiresAt + writingLimits.late)
          return change;
        yield appendEvidence(state, { status: 'rejected', reason: change.audit, passed: false }, facts, head);
        return change;
      }
      yield* run(sql`UPDATE identity_requests SET settled_at = ${facts.at} WHERE number = ${number}`);
      yield* saveOutcome(challenge.id, change.outcome);
      for (const { kind, hash } of change.binds)
        yield* run(sql`
          INSERT INTO identities (site, ref, kind, hash) VALUES (${session.site}, ${session.ref}, ${kind}, ${hash})
          ON CONFLICT (site, ref, kind) DO NOTHING`);
      return change;
    });
  },
});
