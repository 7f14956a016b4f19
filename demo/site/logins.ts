import type { Database } from 'libsql';
import type { Learner } from 'mo-otp-gate/contract';
import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.js';
import { learners, type OwnEntry } from './learners.js';

/** Somebody logged in; `id` is the bearer secret in their cookie. */
export interface Login {
  id: string;
  learner: Learner;
}

/** A login lasts a working day, in milliseconds. */
const LIFETIME = 12 * 60 * 60 * 1000;

/** Who is logged in. There are no passwords: on this site everybody may try everything. */
export class Logins {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Logs a learner in under a fresh id. */
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

  /** Logs out; what the login was let into goes with it. */
  end(id: string): void {
    this.database.prepare('DELETE FROM logins WHERE id = ?').run(id);
  }

  learner(ref: string): Learner | undefined {
    const made = learners.find((learner) => learner.ref === ref);
    if (made) return made;
    const row = this.database.prepare(`SELECT ${entrant} FROM entrants WHERE ref = ?`).get(ref) as Entrant | undefined;
    return row && asLearner(row);
  }

  /** Somebody who tries the site under a name and phone of their own: the same entry is the same learner. A birth date may come later. */
  own(entry: OwnEntry): Learner {
    const made = learners.find(({ name, phone }) => name === entry.name && phone === entry.phone);
    if (made) return made;
    const row = this.database
      .prepare(
        `INSERT INTO entrants (ref, name, phone, birth_date) VALUES (?, ?, ?, ?)
         ON CONFLICT (name, phone) DO UPDATE SET birth_date = coalesce(excluded.birth_date, birth_date) RETURNING ${entrant}`,
      )
      .get(`own-${randomBytes(8).toString('hex')}`, entry.name, entry.phone, entry.birthDate ?? null) as Entrant;
    return asLearner(row);
  }
}

interface Entrant {
  ref: string;
  name: string;
  phone: string;
  birthDate: string | null;
}

const entrant = 'ref, name, phone, birth_date AS birthDate';

const asLearner = ({ birthDate, ...learner }: Entrant): Learner => ({
  ...learner,
  ...(birthDate !== null && { birthDate }),
});
