import { isFinal } from '../../domain/gatekeeper.js';
import type { RequestFacts } from '../../evidence/evidence.js';
import type { StateChange, StoredVerdict } from '../../domain/model.js';
import { insertion, row, shared, type Engine, type Operation, type Statement } from '../operation.js';
import type { AttemptKey, StoredAttempt, Attempts } from '../store.js';
import { asChallenge, challengeColumns, type ChallengeRow } from './challenges.js';
import { enqueue } from './outside.js';
import { asSession, learnerLock, sessionById, sessionColumns, type SessionRow } from './sessions.js';
import { lockedMethods, writeMethodChanges } from './ways.js';
import { chainHeadColumns, appendEvidence, type ChainHead } from './witnessed.js';

interface RecordsRow extends ChallengeRow, SessionRow, ChainHead {
  failures: number | null;
  lastStep: number | null;
  ruling: string | null;
}

/** What an attempt is judged by, and what is needed to write it down. */
const records = shared(
  'challenge TEXT, attempt TEXT, owner TEXT',
  `SELECT asked.n, ${challengeColumns}, ${sessionColumns}, ${chainHeadColumns}, t.failures, u.step AS "lastStep", a.ruling
   FROM asked
   CROSS JOIN challenges c
   JOIN sessions s ON s.id = c.session
   LEFT JOIN checks k ON k.challenge = c.id
   LEFT JOIN tries t ON t.site = s.site AND t.ref = s.ref AND t.method = c.method
   LEFT JOIN used_codes u ON u.owner = asked.owner
   LEFT JOIN attempts a ON a.challenge = c.id AND a.id = asked.attempt
   LEFT JOIN evidence_chains e ON e.site = s.site AND e.ref = s.ref
   WHERE c.id = asked.challenge`,
);

function* recordsOf({
  challenge: id,
  attempt,
  owner,
}: AttemptKey): Operation<(StoredAttempt & { tail: ChainHead }) | undefined> {
  const found = yield* row<RecordsRow>(records(id, attempt, owner ?? null));
  if (!found) return undefined;
  const challenge = asChallenge(found);
  return {
    challenge,
    session: asSession(found),
    failures: found.failures ?? 0,
    // only a check leads out of a lock
    locked: challenge.check ? yield* lockedMethods(found) : [],
    lastStep: found.lastStep,
    earlier: found.ruling === null ? null : (JSON.parse(found.ruling) as StoredVerdict),
    tail: found,
  };
}

const addAttempt = insertion('attempts', 'challenge TEXT, id TEXT, ruling TEXT');
const setFailures = insertion(
  'tries',
  'site TEXT, ref TEXT, method TEXT, failures INTEGER',
  'ON CONFLICT (site, ref, method) DO UPDATE SET failures = excluded.failures',
);
const setStep = insertion(
  'used_codes',
  'owner TEXT, step BIGINT',
  'ON CONFLICT (owner) DO UPDATE SET step = excluded.step',
);
const addVerification = insertion(
  'verifications',
  'id TEXT, session TEXT, site TEXT, ref TEXT, course TEXT, class TEXT, kind TEXT, number INTEGER, method TEXT, verified_at BIGINT, token_expires_at BIGINT',
);

/** What a decision changes. */
function changes(
  key: AttemptKey,
  { challenge, session, failures: before }: StoredAttempt,
  { verdict, failures = before, uses, verification }: StateChange,
): Statement[] {
  const { id, site, ref } = session;
  const { course, class: of, kind, number = null } = verification?.checkpoint ?? session.target;
  return [
    ...(isFinal(verdict) ? [addAttempt(key.challenge, key.attempt, JSON.stringify(verdict))] : []),
    ...(failures === before ? [] : [setFailures(site, ref, challenge.method, failures)]),
    ...(uses ? [setStep(uses.owner, uses.step)] : []),
    ...(verification
      ? [
          addVerification(
            verification.id,
            id,
            site,
            ref,
            course,
            of,
            kind,
            number,
            challenge.method,
            verification.at,
            verification.tokenExpiresAt,
          ),
        ]
      : []),
  ];
}

function* decideAttempt(
  key: AttemptKey,
  witness: RequestFacts,
  rule: (records: StoredAttempt) => StateChange,
): Operation<StoredVerdict> {
  const found = yield* recordsOf(key);
  if (!found) throw new Error('no such challenge');
  const { tail, ...records } = found;
  if (records.earlier) return records.earlier;
  const decision = rule(records);
  const { verdict, verification } = decision;
  const status = verification ? 'verified' : verdict.status; // a check was passed, also where the learner is only led on to the next one
  const ending = {
    status,
    reason: verdict.status === 'rejected' ? verdict.reason : null,
    passed: verification !== undefined,
  };
  yield [...changes(key, records, decision), ...appendEvidence(records, ending, witness, tail)];
  yield* writeMethodChanges(records, decision);
  yield* enqueue(decision.outboxMessages ?? [], witness.at);
  return verdict;
}

export const attempts = ({ read, whole }: Engine): Attempts => ({
  storedAttempt: (key) =>
    read(function* () {
      const found = yield* recordsOf(key);
      if (!found) return undefined;
      const { tail: _tail, ...records } = found;
      return records;
    }),
  // two sites may know one person: the codes of a phone have a lock of their own
  decide: (key, witness, rule) =>
    whole([learnerLock(key.learner), ...(key.owner === undefined ? [] : [`codes ${key.owner}`])], () =>
      decideAttempt(key, witness, rule),
    ),
  redeem: (jti, site, at) =>
    whole([`token ${jti}`], function* () {
      const token = yield* row<{ session: string; method: string; verifiedAt: number }>(
        `UPDATE verifications SET redeemed_at = ?
         WHERE id = ? AND site = ? AND redeemed_at IS NULL AND token_expires_at IS NOT NULL
         RETURNING session, method, verified_at AS "verifiedAt"`,
        at,
        jti,
        site,
      );
      if (!token) {
        const given = yield* row(
          'SELECT 1 FROM verifications WHERE id = ? AND site = ? AND token_expires_at IS NOT NULL',
          jti,
          site,
        );
        return given ? 'used' : 'unknown';
      }
      const session = yield* sessionById(token.session);
      if (!session) throw new Error('the session of a token was forgotten before the token ended');
      return { session, method: token.method, verifiedAt: token.verifiedAt };
    }),
});
