import type { Database } from 'libsql';
import type { Learner } from 'mo-otp-gate/contract';
import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.js';
import { learners } from './learners.js';

/** Somebody logged in; `id` is the bearer secret in their cookie. */
export interface Login {
  id: string;
  learner: Learner;
}

/** A login lasts a working day, in milliseconds. */
const LIFETIME = 12 * 60 * 60 * 1000;

/** Who is logged in. There are no passwords: on this site everybody may try everything. */
export class Logins {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  /** Logs a learner in under a fresh id. */
  start(learner: Learner): string {
    const now = this.clock.now();
    this.database.prepare('DELETE FROM logins WHERE expires_at <= ?').run(now);
    const id = randomBytes(32).toString('base64url');
    this.database.prepare('INSERT INTO logins (id, learner, expires_at) VALUES (?, ?, ?)').run(id, learner.ref, now + LIFETIME);
    return id;
  }

  find(id: string): Login | undefined {
    const row = this.database.prepare('SELECT learner FROM logins WHERE id = ? AND expires_at > ?').get(id, this.clock.now()) as { learner: string } | undefined;
    const learner = row && this.learner(row.learner);
    return learner && { id, learner };
  }

  /** Logs out; what the login was let into goes with it. */
  end(id: string): void {
    this.database.prepare('DELETE FROM logins WHERE id = ?').run(id);
  }

  learner(ref: string): Learner | undefined {
    return learners.find((learner) => learner.ref === ref) ?? (this.database.prepare('SELECT ref, name, phone FROM own_learners WHERE ref = ?').get(ref) as Learner | undefined);
  }

  /** Somebody who tries the site under a name and phone of their own: the same entry is the same learner. */
  own(entry: { name: string; phone: string }): Learner {
    const made = learners.find(({ name, phone }) => name === entry.name && phone === entry.phone);
    if (made) return made;
    return this.database
      .prepare('INSERT INTO own_learners (ref, name, phone) VALUES (?, ?, ?) ON CONFLICT (name, phone) DO UPDATE SET name = excluded.name RETURNING ref, name, phone')
      .get(`own-${randomBytes(8).toString('hex')}`, entry.name, entry.phone) as Learner;
  }
}
