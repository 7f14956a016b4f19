import { row, rows, run, shared, sql, type Engine, type Operation, type Statement } from '../operation.js';
import type { Device, Devices, Registration, UnlockState, UnlockVerdict } from '../store.js';

interface DeviceRow extends Device {
  failures: number;
  lastAttempt: string | null;
  lastRuling: string | null;
}

const by = (column: 'id' | 'phone_hash') =>
  shared(
    'value TEXT',
    `SELECT asked.n, d.id, d.phone_hash AS "phoneHash", d.name_hash AS "nameHash", d.secret, d.failures, d.last_attempt AS "lastAttempt", d.last_ruling AS "lastRuling"
     FROM asked CROSS JOIN devices d WHERE d.${column} = asked.value`,
  );
const byId = by('id');
const byPhone = by('phone_hash');

function* deviceAs(asked: Statement): Operation<UnlockState | undefined> {
  const found = yield* row<DeviceRow>(asked);
  if (!found) return undefined;
  const { id, phoneHash, nameHash, secret, failures, lastAttempt, lastRuling } = found;
  return {
    id,
    phoneHash,
    nameHash,
    secret,
    failures,
    last:
      lastAttempt !== null && lastRuling !== null
        ? { attempt: lastAttempt, verdict: JSON.parse(lastRuling) as UnlockVerdict }
        : null,
  };
}

const register = ({ id, phoneHash, nameHash, secret }: Device) =>
  run(sql`
    INSERT INTO devices (phone_hash, id, name_hash, secret) VALUES (${phoneHash}, ${id}, ${nameHash}, ${secret})
    ON CONFLICT (phone_hash) DO UPDATE SET id = excluded.id, name_hash = excluded.name_hash, secret = excluded.secret,
      failures = 0, last_attempt = NULL, last_ruling = NULL`);

const registrationById = (id: string) =>
  row<Registration>(sql`
    SELECT id, phone_hash AS "phoneHash", name_hash AS "nameHash", code_hash AS "codeHash",
      tries_left AS "triesLeft", sent_at AS "sentAt", expires_at AS "expiresAt"
    FROM registrations WHERE id = ${id}`);

export const devices = ({ read, whole }: Engine): Devices => ({
  deviceOfPhone: (phoneHash) => read(() => deviceAs(byPhone(phoneHash))),
  openRegistration: (one, rule) =>
    whole([`phone ${one.phoneHash}`], function* () {
      const earlier = yield* rows<{ sentAt: number }>(
        'SELECT sent_at AS "sentAt" FROM registrations WHERE phone_hash = ? ORDER BY sent_at',
        one.phoneHash,
      );
      const wait = rule(earlier.map(({ sentAt }) => sentAt));
      if (wait === 0)
        yield* run(sql`
          INSERT INTO registrations (id, phone_hash, name_hash, code_hash, tries_left, sent_at, expires_at)
          VALUES (${one.id}, ${one.phoneHash}, ${one.nameHash}, ${one.codeHash}, ${one.triesLeft}, ${one.sentAt}, ${one.expiresAt})`);
      return wait;
    }),
  settleRegistration: (id, rule) =>
    whole([`registration ${id}`], function* () {
      const found = yield* registrationById(id);
      if (!found) return undefined;
      const { verdict, triesLeft, device } = rule(found);
      yield* run(sql`UPDATE registrations SET tries_left = ${triesLeft} WHERE id = ${id}`);
      if (device) yield* register(device);
      return verdict;
    }),
  unlock: (id, attempt, rule) =>
    whole([`device ${id}`], function* () {
      const records = yield* deviceAs(byId(id));
      if (!records) return undefined;
      if (records.last?.attempt === attempt) return records.last.verdict;
      const { verdict, failures } = rule(records);
      yield* run(
        sql`UPDATE devices SET failures = ${failures}, last_attempt = ${attempt}, last_ruling = ${JSON.stringify(verdict)} WHERE id = ${id}`,
      );
      return verdict;
    }),
});
