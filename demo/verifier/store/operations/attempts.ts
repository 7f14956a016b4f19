import { isFresh } from '../../domain/clock.js';
import { isFinal, verdictWithoutCheck } from '../../domain/gatekeeper.js';
import { limits, writingLimits } from '../../domain/limits.js';
import type { StateChange, StoredVerdict } from '../../domain/model.js';
import type { SealedFacts } from '../../evidence/evidence.js';
import { sharedInsert, sharedQuery, type SharedStatement } from '../batching/shared-statement.js';
import type { BatchingEngine } from '../engine.js';
import { row, type Operation } from '../operation.js';
import { raw, sql } from '../sql.js';
import type { AttemptKey, Attempts, StoredAttempt } from '../store.js';
import { appendEvidence, chainHeadColumns, type ChainHead } from './append-evidence.js';
import { challengeFrom, challengeColumns, type ChallengeRow } from './challenges.js';
import { lockedMethods, writeMethodState } from './method-state.js';
import { learnerLock, sessionById, sessionColumns, sessionFrom, type SessionRow } from './sessions.js';
import { enqueue } from './upstream.js';

interface AttemptRow extends ChallengeRow, SessionRow, ChainHead {
  failures: number | null;
  usedStep: number | null;
  verdict: string | null;
}

/**
 * The steps by which another accepted code can be ahead of this one: a code is accepted one step early or late. A step
 * that is further ahead was accepted while the clock was: it says nothing about the codes before it.
 */
const stepsAhead = 2;

/** All that an attempt is judged by, and the head of the chain that its evidence is appended to. */
const attemptRow = sharedQuery(
  'challenge TEXT, attempt TEXT, owner TEXT, step BIGINT',
  sql`
   SELECT input.n, ${challengeColumns}, ${sessionColumns}, ${chainHeadColumns}, f.failures, a.verdict,
     (SELECT MAX(u.step) FROM used_codes u
      WHERE u.owner = input.owner AND u.step <= input.step + ${raw(String(stepsAhead))}) AS "usedStep"
   FROM input
   CROSS JOIN challenges c
   JOIN sessions s ON s.id = c.session
   LEFT JOIN checks k ON k.challenge = c.id
   LEFT JOIN method_failures f ON f.site = s.site AND f.ref = s.ref AND f.method = c.method
   LEFT JOIN attempts a ON a.challenge = c.id AND a.id = input.attempt
   LEFT JOIN evidence_chains e ON e.site = s.site AND e.ref = s.ref
   WHERE c.id = input.challenge`,
);

function* readAttempt({
  challenge: id,
  attempt,
  uses,
}: AttemptKey): Operation<{ stored: StoredAttempt; head: ChainHead } | undefined> {
  const found = yield* row<AttemptRow>(attemptRow(id, attempt, uses?.owner ?? null, uses?.step ?? null));
  if (!found) return undefined;
  const challenge = challengeFrom(found);
  const stored: StoredAttempt = {
    challenge,
    session: sessionFrom(found),
    failures: found.failures ?? 0,
    // only a method with a check can lead out of a lock
    locked: challenge.check ? yield* lockedMethods(found) : [],
    lastStep: found.usedStep,
    earlier: found.verdict === null ? null : (JSON.parse(found.verdict) as StoredVerdict),
  };
  return { stored, head: found };
}

const addAttempt = sharedInsert('attempts', 'challenge TEXT, id TEXT, verdict TEXT');
const setFailures = sharedInsert(
  'method_failures',
  'site TEXT, ref TEXT, method TEXT, failures INTEGER',
  'ON CONFLICT (site, ref, method) DO UPDATE SET failures = excluded.failures',
);
const addUse = sharedInsert(
  'used_codes',
  'owner TEXT, step BIGINT, used_at BIGINT',
  'ON CONFLICT (owner, step) DO NOTHING',
);
const addVerification = sharedInsert(
  'verifications',
  'id TEXT, session TEXT, site TEXT, ref TEXT, course TEXT, class TEXT, kind TEXT, number INTEGER, method TEXT, ' +
    'verified_at BIGINT, token_expires_at BIGINT',
);

/** The statements that write a change of state. */
function* changes(
  key: AttemptKey,
  { challenge: { method }, session, failures: before }: StoredAttempt,
  { verdict, failures = before, uses, verification }: StateChange,
  now: number,
): Generator<SharedStatement> {
  const { id, site, ref } = session;
  if (isFinal(verdict)) yield addAttempt(key.challenge, key.attempt, JSON.stringify(verdict));
  if (failures !== before) yield setFailures(site, ref, method, failures);
  if (uses) yield addUse(uses.owner, uses.step, now);
  if (verification) {
    const { course, class: classCode, kind, number = null } = verification.checkpoint;
    const { at, tokenExpiresAt } = verification;
    yield addVerification(verification.id, id, site, ref, course, classCode, kind, number, method, at, tokenExpiresAt);
  }
}

/** Whether an attempt leaves no trace: its session has had too many, or its challenge is long over. */
const mayNotWrite = ({ challenge }: StoredAttempt, { attempts: count }: ChainHead, now: number) =>
  count >= writingLimits.attempts || now > challenge.expiresAt + writingLimits.late;

function* decide(
  key: AttemptKey,
  facts: SealedFacts,
  rule: (stored: StoredAttempt) => StateChange,
): Operation<StoredVerdict> {
  const found = yield* readAttempt(key);
  if (!found) throw new Error('no such challenge');
  const { stored, head } = found;
  if (stored.earlier) return stored.earlier;
  if (mayNotWrite(stored, head, facts.at)) return verdictWithoutCheck(stored, facts.at) ?? { status: 'expired' };
  const change = rule(stored);
  const { verdict, verification } = change;
  const outcome = {
    // a check was passed, also where the learner is only led on to the next one
    status: verification ? 'verified' : verdict.status,
    reason: verdict.status === 'rejected' ? verdict.reason : null,
    passed: verification !== undefined,
  };
  yield [...changes(key, stored, change, facts.at), ...appendEvidence(stored, outcome, facts, head)];
  yield* writeMethodState(stored, change);
  yield* enqueue(stored.session.site, change.outboxMessages ?? [], facts.at);
  return verdict;
}

interface RedemptionRow {
  session: string;
  method: string;
  verifiedAt: number;
  redeemedAt: number;
  key: string | null;
}

const redemptionColumns = sql`
  session, method, verified_at AS "verifiedAt", redeemed_at AS "redeemedAt", redemption_key AS key`;

function* redeem(
  jti: string,
  site: string,
  at: number,
  { key, isExpired }: { key: string | null; isExpired: boolean } = { key: null, isExpired: false },
): Operation<Awaited<ReturnType<Attempts['redeem']>>> {
  if (key !== null) {
    const other = yield* row(sql`
      SELECT 1 FROM verifications WHERE site = ${site} AND redemption_key = ${key} AND id <> ${jti}`);
    if (other) return 'key-of-another';
  }
  const first = isExpired
    ? undefined
    : yield* row<RedemptionRow>(sql`
        UPDATE verifications SET redeemed_at = ${at}, redemption_key = ${key}
        WHERE id = ${jti} AND site = ${site} AND redeemed_at IS NULL AND token_expires_at IS NOT NULL
        RETURNING ${redemptionColumns}`);
  const token =
    first ??
    (yield* row<RedemptionRow>(sql`
      SELECT ${redemptionColumns} FROM verifications
      WHERE id = ${jti} AND site = ${site} AND token_expires_at IS NOT NULL`));
  if (!token) return 'unknown';
  const isRepeated = key !== null && token.key === key && isFresh(token.redeemedAt, at, limits.token * 1000);
  if (!first && !isRepeated) return isExpired ? 'expired' : 'used';
  const session = yield* sessionById(token.session);
  if (!session) return 'expired'; // removed by a clock that was ahead
  return { session, method: token.method, verifiedAt: token.verifiedAt };
}

export const attempts = ({ read, atomic }: BatchingEngine): Attempts => ({
  storedAttempt: (key) =>
    read(function* () {
      return (yield* readAttempt(key))?.stored;
    }),
  // two sites may know one person: the codes of a phone have a lock of their own
  decide: (key, facts, rule) =>
    atomic([learnerLock(key.learner), ...(key.uses ? [`codes ${key.uses.owner}`] : [])], () =>
      decide(key, facts, rule),
    ),
  redeem: (jti, site, at, repetition) =>
    atomic([`token ${jti}`, ...(repetition ? [`redemption ${site} ${repetition.key}`] : [])], () =>
      redeem(jti, site, at, repetition),
    ),
});
