import type { Database } from 'libsql';
import { isFinal } from '../../gatekeeper.js';
import type { Challenge, Decision, Ruling } from '../../records.js';
import type { AttemptKey, AttemptRecords, Attempts, Evidence, Witness } from '../store.js';
import { first } from './first.js';
import type { Commit } from './group-commit.js';
import { failuresReader, sessionReader } from './sessions.js';

export function attempts(db: Database, commit: Commit): Attempts {
  const session = sessionReader(db);
  const failures = failuresReader(db);
  const challengeById = db.prepare('SELECT id, session, position, method, expires_at AS "expiresAt" FROM challenges WHERE id = ?');
  const lastStep = db.prepare('SELECT step FROM used_codes WHERE owner = ?');
  const earlier = db.prepare('SELECT ruling FROM attempts WHERE challenge = ? AND id = ?');
  const remember = db.prepare('INSERT INTO attempts (challenge, id, ruling) VALUES (?, ?, ?)');
  const setFailures = db.prepare(
    `INSERT INTO tries (site, ref, method, failures) VALUES (?, ?, ?, ?)
     ON CONFLICT (site, ref, method) DO UPDATE SET failures = excluded.failures`,
  );
  const useCode = db.prepare('INSERT INTO used_codes (owner, step) VALUES (?, ?) ON CONFLICT (owner) DO UPDATE SET step = excluded.step');
  const countAttempt = db.prepare('UPDATE sessions SET attempts = attempts + 1 WHERE id = ? RETURNING attempts');
  const moveOn = db.prepare('UPDATE sessions SET position = position + 1 WHERE id = ?');
  const addVerification = db.prepare(
    `INSERT INTO verifications (id, session, site, ref, course, class, kind, number, method, verified_at, token_expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const addEvidence = db.prepare(
    `INSERT INTO evidence (at, site, ref, course, class, kind, number, method, attempt_number, status, reason, upstream, ip, user_agent)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const evidenceOf = db.prepare(
    `SELECT at, site, ref, course, class, kind, number, method, attempt_number AS "attemptNumber", status, reason, upstream, ip, user_agent AS "userAgent"
     FROM evidence WHERE site = ? AND ref = ? ORDER BY sequence`,
  );
  const redeem = db.prepare(
    `UPDATE verifications SET redeemed_at = ?
     WHERE id = ? AND site = ? AND redeemed_at IS NULL AND token_expires_at IS NOT NULL
     RETURNING session, method, verified_at AS "verifiedAt"`,
  );
  const given = db.prepare('SELECT 1 FROM verifications WHERE id = ? AND site = ? AND token_expires_at IS NOT NULL');

  function read(key: AttemptKey): AttemptRecords | undefined {
    const found = first<Challenge>(challengeById, key.challenge);
    const of = found && session(found.session);
    if (!found || !of) return undefined;
    const ruled = first<{ ruling: string }>(earlier, key.challenge, key.attempt);
    return {
      challenge: found,
      session: of,
      failures: failures(of.site, of.ref, found.method),
      lastStep: key.owner === undefined ? null : (first<{ step: number }>(lastStep, key.owner)?.step ?? null),
      earlier: ruled ? (JSON.parse(ruled.ruling) as Ruling) : null,
    };
  }

  function write(key: AttemptKey, { challenge, session: { id, site, ref, due } }: AttemptRecords, decision: Decision, witness: Witness) {
    const { ruling, verification } = decision;
    if (isFinal(ruling)) remember.run(key.challenge, key.attempt, JSON.stringify(ruling));
    if (decision.failures !== undefined) setFailures.run(site, ref, challenge.method, decision.failures);
    if (decision.uses) useCode.run(decision.uses.owner, decision.uses.step);
    if (verification) {
      const { course, class: of, kind, number = null } = verification.checkpoint;
      addVerification.run(verification.id, id, site, ref, course, of, kind, number, challenge.method, verification.at, verification.tokenExpiresAt);
      moveOn.run(id);
    }
    const { attempts: attemptNumber } = first<{ attempts: number }>(countAttempt, id)!;
    const { course, class: of, kind, number = null } = due[challenge.position]!;
    const reason = ruling.status === 'rejected' ? ruling.reason : null;
    const { at, upstream, ip, userAgent } = witness;
    addEvidence.run(at, site, ref, course, of, kind, number, challenge.method, attemptNumber, ruling.status, reason, upstream, ip, userAgent);
  }

  return {
    attemptRecords: async (key) => read(key),
    decide: (key, witness, rule) =>
      commit(() => {
        const records = read(key);
        if (!records) throw new Error('no such challenge');
        if (records.earlier) return records.earlier;
        const decision = rule(records);
        write(key, records, decision, witness);
        return decision.ruling;
      }),
    redeem: (jti, site, at) =>
      commit(() => {
        const row = first<{ session: string; method: string; verifiedAt: number }>(redeem, at, jti, site);
        if (!row) return first(given, jti, site) ? 'used' : 'unknown';
        const from = session(row.session);
        if (!from) throw new Error('the session of a token was forgotten before the token ended');
        return { session: from, method: row.method, verifiedAt: row.verifiedAt };
      }),
    evidence: async ({ site, ref }) => evidenceOf.all(site, ref) as Evidence[],
  };
}
