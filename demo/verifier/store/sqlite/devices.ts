import type { Database } from 'libsql';
import type { Devices, Registration, UnlockRecords, UnlockRuling } from '../store.js';
import { first } from './first.js';
import type { Commit } from './group-commit.js';

interface DeviceRow {
  id: string;
  phone_hash: string;
  name_hash: string;
  secret: string;
  failures: number;
  last_attempt: string | null;
  last_ruling: string | null;
}

const unlockRecords = (row: DeviceRow | undefined): UnlockRecords | undefined =>
  row && {
    id: row.id,
    phoneHash: row.phone_hash,
    nameHash: row.name_hash,
    secret: row.secret,
    failures: row.failures,
    last: row.last_attempt !== null && row.last_ruling !== null ? { attempt: row.last_attempt, ruling: JSON.parse(row.last_ruling) as UnlockRuling } : null,
  };

export function devices(db: Database, commit: Commit): Devices {
  const device = 'SELECT id, phone_hash, name_hash, secret, failures, last_attempt, last_ruling FROM devices';
  const byPhone = db.prepare(`${device} WHERE phone_hash = ?`);
  const byId = db.prepare(`${device} WHERE id = ?`);
  const replace = db.prepare(
    `INSERT INTO devices (phone_hash, id, name_hash, secret) VALUES (?, ?, ?, ?)
     ON CONFLICT (phone_hash) DO UPDATE SET id = excluded.id, name_hash = excluded.name_hash, secret = excluded.secret,
       failures = 0, last_attempt = NULL, last_ruling = NULL`,
  );
  const setUnlock = db.prepare('UPDATE devices SET failures = ?, last_attempt = ?, last_ruling = ? WHERE id = ?');
  const sentTo = db.prepare('SELECT sent_at FROM registrations WHERE phone_hash = ? ORDER BY sent_at');
  const register = db.prepare('INSERT INTO registrations (id, phone_hash, name_hash, code_hash, tries_left, sent_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const registration = db.prepare(
    `SELECT id, phone_hash AS "phoneHash", name_hash AS "nameHash", code_hash AS "codeHash",
       tries_left AS "triesLeft", sent_at AS "sentAt", expires_at AS "expiresAt"
     FROM registrations WHERE id = ?`,
  );
  const setTries = db.prepare('UPDATE registrations SET tries_left = ? WHERE id = ?');

  return {
    deviceOfPhone: async (phoneHash) => unlockRecords(first<DeviceRow>(byPhone, phoneHash)),
    openRegistration: (one, rule) =>
      commit(() => {
        const wait = rule((sentTo.all(one.phoneHash) as { sent_at: number }[]).map((row) => row.sent_at));
        if (wait === 0) register.run(one.id, one.phoneHash, one.nameHash, one.codeHash, one.triesLeft, one.sentAt, one.expiresAt);
        return wait;
      }),
    settleRegistration: (id, rule) =>
      commit(() => {
        const found = first<Registration>(registration, id);
        if (!found) return undefined;
        const { ruling, triesLeft, device: made } = rule(found);
        setTries.run(triesLeft, id);
        if (made) replace.run(made.phoneHash, made.id, made.nameHash, made.secret);
        return ruling;
      }),
    unlock: (id, attempt, rule) =>
      commit(() => {
        const records = unlockRecords(first<DeviceRow>(byId, id));
        if (!records) return undefined;
        if (records.last?.attempt === attempt) return records.last.ruling;
        const { ruling, failures } = rule(records);
        setUnlock.run(failures, attempt, JSON.stringify(ruling), id);
        return ruling;
      }),
  };
}
