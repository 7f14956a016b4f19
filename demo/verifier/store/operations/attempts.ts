import { isFinal } from '../../gatekeeper.js';
import type { Witness } from '../../evidence/evidence.js';
import type { Decision, Ruling } from '../../records.js';
import { row, run, type Engine, type Operation } from '../operation.js';
import type { AttemptKey, AttemptRecords, Attempts, LearnerRef } from '../store.js';
import { asChallenge, challengeColumns, type ChallengeRow } from './challenges.js';
import { post } from './outside.js';
import { asSession, learnerLock, sessionById, sessionColumns, type SessionRow } from './sessions.js';
import { lockedMethods, writeWays } from './ways.js';
import { witnessed } from './witnessed.js';

type RecordsRow = ChallengeRow & SessionRow & { failures: number | null; lastStep: number | null; ruling: string | null };

function* recordsOf({ challenge: id, attempt, owner }: AttemptKey): Operation<AttemptRecords | undefined> {
  const found = yield* row<RecordsRow>(
    `SELECT ${challengeColumns}, ${sessionColumns}, t.failures, u.step AS "lastStep", a.ruling
     FROM challenges c
     JOIN sessions s ON s.id = c.session
     LEFT JOIN checks k ON k.challenge = c.id
     LEFT JOIN tries t ON t.site = s.site AND t.ref = s.ref AND t.method = c.method
     LEFT JOIN used_codes u ON u.owner = ?
     LEFT JOIN attempts a ON a.challenge = c.id AND a.id = ?
     WHERE c.id = ?`,
    owner ?? null,
    attempt,
    id,
  );
  if (!found) return undefined;
  const challenge = asChallenge(found);
  return {
    challenge,
    session: asSession(found),
    failures: found.failures ?? 0,
    // only a check leads out of a lock
    locked: challenge.check ? yield* lockedMethods(found) : [],
    lastStep: found.lastStep,
    earlier: found.ruling === null ? null : (JSON.parse(found.ruling) as Ruling),
  };
}

function* write(key: AttemptKey, records: AttemptRecords, decision: Decision, witness: Witness): Operation<void> {
  const { challenge, session } = records;
  const { id, site, ref } = session;
  const { ruling, failures, uses, verification } = decision;
  if (isFinal(ruling)) yield* run('INSERT INTO attempts (challenge, id, ruling) VALUES (?, ?, ?)', key.challenge, key.attempt, JSON.stringify(ruling));
  if (failures !== undefined)
    yield* run(
      `INSERT INTO tries (site, ref, method, failures) VALUES (?, ?, ?, ?)
       ON CONFLICT (site, ref, method) DO UPDATE SET failures = excluded.failures`,
      site,
      ref,
      challenge.method,
      failures,
    );
  if (uses) yield* run('INSERT INTO used_codes (owner, step) VALUES (?, ?) ON CONFLICT (owner) DO UPDATE SET step = excluded.step', uses.owner, uses.step);
  if (verification) {
    const { course, class: of, kind, number = null } = verification.checkpoint;
    yield* run(
      `INSERT INTO verifications (id, session, site, ref, course, class, kind, number, method, verified_at, token_expires_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
    );
  }
  yield* writeWays(records, decision);
  yield* post(decision.letters ?? [], witness.at);
  yield* witnessed(records, { status: ruling.status, reason: ruling.status === 'rejected' ? ruling.reason : null, passed: verification !== undefined }, witness);
}

/** Whose challenge it is: that never changes, so it may be read before the lock that it names is taken. */
const learnerOfChallenge = (challenge: string) =>
  row<LearnerRef>('SELECT s.site, s.ref FROM challenges c JOIN sessions s ON s.id = c.session WHERE c.id = ?', challenge);

export const attempts = ({ read, whole }: Engine): Attempts => ({
  attemptRecords: (key) => read(() => recordsOf(key)),
  async decide(key, witness, rule) {
    const learner = await read(() => learnerOfChallenge(key.challenge));
    if (!learner) throw new Error('no such challenge');
    // two sites may know one person: the codes of a phone have a lock of their own
    return whole([learnerLock(learner), ...(key.owner === undefined ? [] : [`codes ${key.owner}`])], function* () {
      const records = yield* recordsOf(key);
      if (!records) throw new Error('no such challenge');
      if (records.earlier) return records.earlier;
      const decision = rule(records);
      yield* write(key, records, decision, witness);
      return decision.ruling;
    });
  },
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
        const given = yield* row('SELECT 1 FROM verifications WHERE id = ? AND site = ? AND token_expires_at IS NOT NULL', jti, site);
        return given ? 'used' : 'unknown';
      }
      const session = yield* sessionById(token.session);
      if (!session) throw new Error('the session of a token was forgotten before the token ended');
      return { session, method: token.method, verifiedAt: token.verifiedAt };
    }),
});
