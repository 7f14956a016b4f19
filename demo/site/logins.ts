import type { Database } from 'libsql';
import type { Learner } from 'mo-otp-gate/contract';
import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.js';
import { learners, type GuestEntry } from './learners.js';

/** A logged-in learner; `id` is the bearer secret in the cookie. */
export interface Login {
  id: string;
  learner: Learner;
}

/** Milliseconds: a working day. */
const LIFETIME = 12 * 60 * 60 * 1000;

/** Logins and guests. A demo site: there are no passwords. */
export class Logins {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Logs a learner in and returns the new login's id. */
  start(learner: Learner): string {
    const now = this.clock.now();
    this.database.prepare('DELETE FROM logins WHERE expires_at <= ?').run(now);
    const id = randomBytes(32).toString('base64url');
    this.database
      .prepare('INSERT INTO logins (id, learner, expires_at) VALUES (?, ?, ?)')
      .run(id, learner.ref, now + LIFETIME);
    return id;
  }

  find(id: string): Login | undefined {
    const row = this.database
      .prepare('SELECT learner FROM logins WHERE id = ? AND expires_at > ?')
      .get(id, this.clock.now()) as { learner: string } | undefined;
    const learner = row && this.learner(row.learner);
    return learner && { id, learner };
  }

  /** Logs out; the grants of the login are deleted with it. */
  end(id: string): void {
    this.database.prepare('DELETE FROM logins WHERE id = ?').run(id);
  }

  learner(ref: string): Learner | undefined {
    const made = learners.find((learner) => learner.ref === ref);
    if (made) return made;
    const row = this.database.prepare(`SELECT ${guestColumns} FROM guests WHERE ref = ?`).get(ref) as
      GuestRow | undefined;
    return row && asLearner(row);
  }

  /** The learner for a guest's name and phone; the same entry is the same learner. A birth date may be added later. */
  guest(entry: GuestEntry): Learner {
    const made = learners.find(({ name, phone }) => name === entry.name && phone === entry.phone);
    if (made) return made;
    const row = this.database
      .prepare(
        `INSERT INTO guests (ref, name, phone, birth_date) VALUES (?, ?, ?, ?)
         ON CONFLICT (name, phone) DO UPDATE SET birth_date = coalesce(excluded.birth_date, birth_date) RETURNING ${guestColumns}`,
      )
      .get(`guest-${randomBytes(8).toString('hex')}`, entry.name, entry.phone, entry.birthDate ?? null) as GuestRow;
    return asLearner(row);
  }
}

interface GuestRow {
  ref: string;
  name: string;
  phone: string;
  birthDate: string | null;
}

const guestColumns = 'ref, name, phone, birth_date AS birthDate';

const asLearner = ({ birthDate, ...learner }: GuestRow): Learner => ({
  ...learner,
  ...(birthDate !== null && { birthDate }),
});
