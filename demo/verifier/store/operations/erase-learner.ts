import type { LearnerRef } from '../../domain/model.js';
import type { EraseLearner, LearnerRecords } from '../erase-learner.js';
import type { BatchingEngine } from '../engine.js';
import { row, rows, run, type RawOperation } from '../operation.js';
import { inList, raw, sql } from '../sql.js';
import { learnerLock } from './sessions.js';

/** The tables whose rows of a learner no law keeps; challenges, checks and attempts go with their sessions. */
const erasedTables = ['sessions', 'verifications', 'browsers', 'identities'];

/** Learners that one step of retention removes. */
const learnersPerStep = 200;

interface Place {
  entry: number;
  hash: string;
}

/** Runs of adjacent entries, each with its first and its last. */
function runsOf(places: readonly Place[]): { first: number; last: Place }[] {
  const runs: { first: number; last: Place }[] = [];
  for (const place of places) {
    const open = runs.at(-1);
    if (open && open.last.entry + 1 === place.entry) open.last = place;
    else runs.push({ first: place.entry, last: place });
  }
  return runs;
}

/** Erases the phone app of a number, unless a learner of another site has the number too. */
function* eraseDevice({ site, ref }: LearnerRef): RawOperation<void> {
  const found = yield* row<{ phoneHash: string }>(sql`
    SELECT phone_hash AS "phoneHash" FROM learners l WHERE site = ${site} AND id = ${ref} AND phone_hash IS NOT NULL
      AND NOT EXISTS (
        SELECT 1 FROM learners o WHERE o.phone_hash = l.phone_hash AND (o.site <> l.site OR o.id <> l.id))`);
  if (!found) return;
  const { phoneHash } = found;
  yield* run(sql`DELETE FROM used_codes WHERE owner IN (SELECT id FROM devices WHERE phone_hash = ${phoneHash})`);
  yield* run(sql`DELETE FROM devices WHERE phone_hash = ${phoneHash}`);
  yield* run(sql`DELETE FROM registrations WHERE phone_hash = ${phoneHash}`);
}

/** Erases what no law keeps of a learner, but for evidence and locks. */
function* eraseState(learner: LearnerRef): RawOperation<void> {
  const { site, ref } = learner;
  yield* eraseDevice(learner);
  yield* run(sql`
    DELETE FROM used_codes WHERE owner IN (SELECT id FROM browsers WHERE site = ${site} AND ref = ${ref})`);
  for (const table of erasedTables) yield* run(sql`DELETE FROM ${raw(table)} WHERE site = ${site} AND ref = ${ref}`);
  yield* run(sql`DELETE FROM rate_limits WHERE bucket = ${`learner ${site} ${ref}`}`);
  yield* run(sql`
    UPDATE operator_audit SET learner = '', learner_id = NULL WHERE site = ${site} AND learner_id = ${ref}`);
}

/** Erases what leads from the verifier's own id back to the learner. */
function* eraseIdentity({ site, ref }: LearnerRef): RawOperation<void> {
  yield* run(sql`DELETE FROM method_failures WHERE site = ${site} AND ref = ${ref}`);
  yield* run(sql`DELETE FROM learners WHERE site = ${site} AND id = ${ref}`);
}

export const eraseLearner = ({ read, atomic }: BatchingEngine): EraseLearner => ({
  eraseLearner: (learner, { order, at, heldKinds }) =>
    atomic([learnerLock(learner)], function* () {
      const { site, ref } = learner;
      yield* eraseState(learner);

      const free = yield* rows<Place>(sql`
        SELECT entry, hash FROM evidence
        WHERE site = ${site} AND ref = ${ref} AND erased_at IS NULL AND kind NOT IN ${inList(heldKinds)} ORDER BY entry`);
      const erased = runsOf(free).map(({ first, last }) => ({ first, last: last.entry, hash: last.hash }));
      // an order is recorded also where it concerns no entry
      for (const { first, last, hash } of erased.length > 0 ? erased : [{ first: 0, last: 0, hash: '' }])
        yield* run(sql`
          INSERT INTO erasures (site, ref, first_entry, last_entry, hash, order_id, reason, at)
          VALUES (${site}, ${ref}, ${first}, ${last}, ${hash}, ${order}, 'request', ${at})`);
      for (const { first, last } of erased)
        yield* run(sql`
          UPDATE evidence SET sealed = NULL, ip_hash = NULL, erased_at = ${at}, at = 0, course = '', class = '',
            kind = '', number = NULL, method = '', attempt_number = 0, status = '', reason = NULL, upstream = NULL,
            transaction_id = NULL
          WHERE site = ${site} AND ref = ${ref} AND entry BETWEEN ${first} AND ${last}`);

      const held = yield* rows<{ entry: number; at: number }>(sql`
        SELECT entry, at FROM evidence WHERE site = ${site} AND ref = ${ref} AND erased_at IS NULL ORDER BY entry`);
      if (held.length > 0)
        yield* run(sql`
          UPDATE learners SET restricted_entry = ${held.at(-1)!.entry}, phone_hash = NULL
          WHERE site = ${site} AND id = ${ref}`);
      else yield* eraseIdentity(learner);
      return { erased: erased.map(({ first, last }) => ({ first, last })), held };
    }),

  removeLearners: (before) =>
    atomic(['learner retention'], function* () {
      const found = yield* rows<LearnerRef>(sql`
        SELECT site, id AS ref FROM learners l WHERE seen_at < ${before}
          AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.site = l.site AND e.ref = l.id AND e.erased_at IS NULL)
          AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.site = l.site AND s.ref = l.id)
        LIMIT ${learnersPerStep}`);
      for (const learner of found) {
        yield* eraseState(learner);
        yield* eraseIdentity(learner);
      }
      return found.length === learnersPerStep;
    }),

  addRestrictedAccess: ({ at, site, reason }) =>
    atomic([], () => run(sql`INSERT INTO restricted_access (at, site, reason) VALUES (${at}, ${site}, ${reason})`)),

  restrictedAccess: (site) =>
    read(() => rows(sql`SELECT at, reason FROM restricted_access WHERE site = ${site} ORDER BY at`)),

  learnerRecords: ({ site, ref }) =>
    read(function* (): RawOperation<LearnerRecords> {
      const all = <Row>(columns: string, table: string) =>
        rows<Row>(sql`SELECT ${raw(columns)} FROM ${raw(table)} WHERE site = ${site} AND ref = ${ref}`);
      return {
        sessions: yield* all('id, learner, target, origin, position, attempts, expires_at AS "expiresAt"', 'sessions'),
        failures: yield* all('method, failures', 'method_failures'),
        verifications: yield* all(
          'course, class, kind, number, method, verified_at AS "verifiedAt", redeemed_at AS "redeemedAt"',
          'verifications',
        ),
        browsers: yield* all('id', 'browsers'),
        identities: yield* all('kind', 'identities'),
        devices: yield* rows(sql`
          SELECT d.id, d.failures FROM devices d JOIN learners l ON l.phone_hash = d.phone_hash
          WHERE l.site = ${site} AND l.id = ${ref}`),
        searches: yield* rows(sql`
          SELECT at, action FROM operator_audit WHERE site = ${site} AND learner_id = ${ref} ORDER BY at`),
      };
    }),
});
