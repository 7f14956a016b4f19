import { sharedQuery, type SharedStatement } from '../batching/shared-statement.js';
import type { BatchingEngine } from '../engine.js';
import { row, rows, run, type Operation } from '../operation.js';
import { sql } from '../sql.js';
import type { Device, Devices, GuessedDevice, Registration, UnlockState, UnlockVerdict } from '../store.js';

interface DeviceRow extends GuessedDevice {
  failures: number;
  lastAttempt: string | null;
  lastVerdict: string | null;
}

const deviceColumns = sql`
  d.id, d.phone_hash AS "phoneHash", d.name_hash AS "nameHash", d.secret, d.failures, d.last_attempt AS "lastAttempt",
  d.last_verdict AS "lastVerdict", d.wrong_codes AS "wrongCodes", d.wrong_since AS "wrongSince"`;
const byId = sharedQuery(
  'id TEXT',
  sql`SELECT input.n, ${deviceColumns} FROM input CROSS JOIN devices d WHERE d.id = input.id`,
);
const byPhone = sharedQuery(
  'phone_hash TEXT',
  sql`SELECT input.n, ${deviceColumns} FROM input CROSS JOIN devices d WHERE d.phone_hash = input.phone_hash`,
);

function* findDevice(query: SharedStatement): Operation<UnlockState | undefined> {
  const found = yield* row<DeviceRow & { n: number }>(query);
  if (!found) return undefined;
  const { n: _, lastAttempt, lastVerdict, ...device } = found;
  const last =
    lastAttempt !== null && lastVerdict !== null
      ? { attempt: lastAttempt, verdict: JSON.parse(lastVerdict) as UnlockVerdict }
      : null;
  return { ...device, last };
}

/** Registers a device in place of the one that its phone number had. */
const register = ({ id, phoneHash, nameHash, secret }: Device) =>
  run(sql`
    INSERT INTO devices (phone_hash, id, name_hash, secret) VALUES (${phoneHash}, ${id}, ${nameHash}, ${secret})
    ON CONFLICT (phone_hash) DO UPDATE SET id = excluded.id, name_hash = excluded.name_hash, secret = excluded.secret,
      failures = 0, last_attempt = NULL, last_verdict = NULL, wrong_codes = 0, wrong_since = 0`);

const registrationById = (id: string) =>
  row<Registration>(sql`
    SELECT id, phone_hash AS "phoneHash", network, name_hash AS "nameHash", code_hash AS "codeHash",
      tries_left AS "triesLeft", sent_at AS "sentAt", expires_at AS "expiresAt"
    FROM registrations WHERE id = ${id}`);

const addRegistration = ({ id, phoneHash, network, nameHash, codeHash, triesLeft, sentAt, expiresAt }: Registration) =>
  run(sql`
    INSERT INTO registrations (id, phone_hash, network, name_hash, code_hash, tries_left, sent_at, expires_at)
    VALUES (${id}, ${phoneHash}, ${network}, ${nameHash}, ${codeHash}, ${triesLeft}, ${sentAt}, ${expiresAt})`);

export const devices = ({ read, atomic }: BatchingEngine): Devices => ({
  deviceOfPhone: (phoneHash) => read(() => findDevice(byPhone(phoneHash))),
  countWrongCode: (id, now, since) =>
    atomic([`guesses ${id}`], function* () {
      // of a clock that was ahead, it would count for as long as that was
      const found = yield* row<{ count: number }>(sql`
        UPDATE devices SET
          wrong_codes = CASE WHEN wrong_since > ${since} AND wrong_since <= ${now} THEN wrong_codes + 1 ELSE 1 END,
          wrong_since = CASE WHEN wrong_since > ${since} AND wrong_since <= ${now} THEN wrong_since ELSE ${now} END
        WHERE id = ${id} RETURNING wrong_codes AS count`);
      return found?.count ?? 0;
    }),
  clearWrongCodes: (id) =>
    atomic([`guesses ${id}`], () => run(sql`UPDATE devices SET wrong_codes = 0 WHERE id = ${id}`)),
  replaceNameHash: (id, from, to) =>
    atomic([], () => run(sql`UPDATE devices SET name_hash = ${to} WHERE id = ${id} AND name_hash = ${from}`)),
  openRegistration: (registration, rule) =>
    atomic([`phone ${registration.phoneHash}`], function* () {
      const earlier = yield* rows<{ sentAt: number }>(sql`
        SELECT sent_at AS "sentAt" FROM registrations
        WHERE phone_hash = ${registration.phoneHash} AND network = ${registration.network} ORDER BY sent_at`);
      const wait = rule(earlier.map(({ sentAt }) => sentAt));
      if (wait === 0) yield* addRegistration(registration);
      return wait;
    }),
  settleRegistration: (id, rule) =>
    atomic([`registration ${id}`], function* () {
      const found = yield* registrationById(id);
      if (!found) return undefined;
      const { verdict, triesLeft, device } = rule(found);
      yield* run(sql`UPDATE registrations SET tries_left = ${triesLeft} WHERE id = ${id}`);
      if (device) yield* register(device);
      return verdict;
    }),
  unlock: (id, attempt, rule) =>
    atomic([`device ${id}`], function* () {
      const state = yield* findDevice(byId(id));
      if (!state) return undefined;
      if (state.last?.attempt === attempt) return state.last.verdict;
      const { verdict, failures } = rule(state);
      yield* run(sql`
        UPDATE devices SET failures = ${failures}, last_attempt = ${attempt}, last_verdict = ${JSON.stringify(verdict)}
        WHERE id = ${id}`);
      return verdict;
    }),
});
