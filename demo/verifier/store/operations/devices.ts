import { row, rows, run, type Engine, type Operation } from '../operation.js';
import type { Device, Devices, Registration, UnlockRecords, UnlockRuling } from '../store.js';

interface DeviceRow extends Device {
  failures: number;
  lastAttempt: string | null;
  lastRuling: string | null;
}

function* deviceBy(column: 'id' | 'phone_hash', value: string): Operation<UnlockRecords | undefined> {
  const found = yield* row<DeviceRow>(
    `SELECT id, phone_hash AS "phoneHash", name_hash AS "nameHash", secret, failures, last_attempt AS "lastAttempt", last_ruling AS "lastRuling"
     FROM devices WHERE ${column} = ?`,
    value,
  );
  if (!found) return undefined;
  const { lastAttempt, lastRuling, ...device } = found;
  return { ...device, last: lastAttempt !== null && lastRuling !== null ? { attempt: lastAttempt, ruling: JSON.parse(lastRuling) as UnlockRuling } : null };
}

const register = ({ id, phoneHash, nameHash, secret }: Device) =>
  run(
    `INSERT INTO devices (phone_hash, id, name_hash, secret) VALUES (?, ?, ?, ?)
     ON CONFLICT (phone_hash) DO UPDATE SET id = excluded.id, name_hash = excluded.name_hash, secret = excluded.secret,
       failures = 0, last_attempt = NULL, last_ruling = NULL`,
    phoneHash,
    id,
    nameHash,
    secret,
  );

const registrationById = (id: string) =>
  row<Registration>(
    `SELECT id, phone_hash AS "phoneHash", name_hash AS "nameHash", code_hash AS "codeHash",
       tries_left AS "triesLeft", sent_at AS "sentAt", expires_at AS "expiresAt"
     FROM registrations WHERE id = ?`,
    id,
  );

export const devices = ({ read, whole }: Engine): Devices => ({
  deviceOfPhone: (phoneHash) => read(() => deviceBy('phone_hash', phoneHash)),
  openRegistration: (one, rule) =>
    whole([`phone ${one.phoneHash}`], function* () {
      const earlier = yield* rows<{ sentAt: number }>('SELECT sent_at AS "sentAt" FROM registrations WHERE phone_hash = ? ORDER BY sent_at', one.phoneHash);
      const wait = rule(earlier.map(({ sentAt }) => sentAt));
      if (wait === 0)
        yield* run(
          'INSERT INTO registrations (id, phone_hash, name_hash, code_hash, tries_left, sent_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
          one.id,
          one.phoneHash,
          one.nameHash,
          one.codeHash,
          one.triesLeft,
          one.sentAt,
          one.expiresAt,
        );
      return wait;
    }),
  settleRegistration: (id, rule) =>
    whole([`registration ${id}`], function* () {
      const found = yield* registrationById(id);
      if (!found) return undefined;
      const { ruling, triesLeft, device } = rule(found);
      yield* run('UPDATE registrations SET tries_left = ? WHERE id = ?', triesLeft, id);
      if (device) yield* register(device);
      return ruling;
    }),
  unlock: (id, attempt, rule) =>
    whole([`device ${id}`], function* () {
      const records = yield* deviceBy('id', id);
      if (!records) return undefined;
      if (records.last?.attempt === attempt) return records.last.ruling;
      const { ruling, failures } = rule(records);
      yield* run('UPDATE devices SET failures = ?, last_attempt = ?, last_ruling = ? WHERE id = ?', failures, attempt, JSON.stringify(ruling), id);
      return ruling;
    }),
});
