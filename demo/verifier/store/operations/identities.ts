import { row, rows, run, type Engine, type Operation } from '../operation.js';
import type { Checked, Checks, IdentityHash, IdentityRequest, IdentityRequests, RequestState } from '../ways.js';
import { asChallenge, challengeColumns, type ChallengeRow } from './challenges.js';
import { learnerLock, sessionById } from './sessions.js';
import { chainHeadColumns, appendEvidence, type ChainHead } from './witnessed.js';

function* checkedBy(column: 'c.id' | 'k.ticket', value: string): Operation<Checked | undefined> {
  const found = yield* row<ChallengeRow>(
    `SELECT ${challengeColumns} FROM challenges c JOIN checks k ON k.challenge = c.id WHERE ${column} = ?`,
    value,
  );
  const session = found && (yield* sessionById(found.session));
  return found && session && { challenge: asChallenge(found), session };
}

interface RequestRow extends IdentityRequest {
  settledAt: number | null;
}

function* recordsOf(number: string): Operation<RequestState | undefined> {
  const found = yield* row<RequestRow>(
    'SELECT number, challenge, memo, return_to AS "returnTo", settled_at AS "settledAt" FROM identity_requests WHERE number = ?',
    number,
  );
  const checked = found && (yield* checkedBy('c.id', found.challenge));
  if (!found || !checked) return undefined;
  const { settledAt, ...request } = found;
  const { site, ref } = checked.session;
  return {
    ...checked,
    request: { ...request, settled: settledAt !== null },
    known: yield* rows<IdentityHash>('SELECT kind, hash FROM identities WHERE site = ? AND ref = ?', site, ref),
  };
}

function* tailOf(session: string): Operation<ChainHead> {
  const tail = yield* row<ChainHead>(
    `SELECT ${chainHeadColumns} FROM sessions s LEFT JOIN evidence_chains e ON e.site = s.site AND e.ref = s.ref WHERE s.id = ?`,
    session,
  );
  return tail!;
}

const setOutcome = (challenge: string, outcome: unknown) =>
  run(
    'UPDATE checks SET outcome = ? WHERE challenge = ? AND outcome IS NULL AND ended = 0',
    JSON.stringify(outcome),
    challenge,
  );

/** Requests to identity providers, and what is learned on pages. */
export const identities = ({ read, whole }: Engine): Checks & IdentityRequests => ({
  checked: (ticket) => read(() => checkedBy('k.ticket', ticket)),
  learn: (challenge, outcome) => whole([], () => setOutcome(challenge, outcome)),
  openRequest: ({ number, challenge, memo, returnTo }) =>
    whole([], () =>
      run(
        'INSERT INTO identity_requests (number, challenge, memo, return_to) VALUES (?, ?, ?, ?)',
        number,
        challenge,
        memo,
        returnTo,
      ),
    ),
  request: (number) => read(() => recordsOf(number)),
  openRequests: (challenge) =>
    read(function* () {
      const open = yield* rows<{ number: string }>(
        'SELECT number FROM identity_requests WHERE challenge = ? AND settled_at IS NULL',
        challenge,
      );
      return open.map(({ number }) => number);
    }),
  async settleRequest(number, witness, rule) {
    const known = await read(() => recordsOf(number));
    if (!known) return undefined;
    return whole([learnerLock(known.session)], function* () {
      const records = yield* recordsOf(number);
      if (!records) return undefined;
      const decision = rule(records);
      const { challenge, session } = records;
      if ('audit' in decision) {
        const tail = yield* tailOf(session.id);
        yield appendEvidence(records, { status: 'rejected', reason: decision.audit, passed: false }, witness, tail);
        return decision;
      }
      yield* run('UPDATE identity_requests SET settled_at = ? WHERE number = ?', witness.at, number);
      yield* setOutcome(challenge.id, decision.outcome);
      for (const { kind, hash } of decision.binds)
        yield* run(
          'INSERT INTO identities (site, ref, kind, hash) VALUES (?, ?, ?, ?) ON CONFLICT (site, ref, kind) DO NOTHING',
          session.site,
          session.ref,
          kind,
          hash,
        );
      return decision;
    });
  },
});
