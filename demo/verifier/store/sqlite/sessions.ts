import type { Database } from 'libsql';
import type { Checkpoint } from 'mo-otp-gate/contract';
import type { Session } from '../../records.js';
import type { Past } from '../../policy.js';
import type { Sessions } from '../store.js';
import { first } from './first.js';
import type { Commit } from './group-commit.js';

interface SessionRow {
  id: string;
  site: string;
  ref: string;
  learner: string;
  asked: string;
  due: string;
  position: number;
  origin: string | null;
  expires_at: number;
}

/** Reads sessions, for the operations that need one. */
export function sessionReader(db: Database): (id: string) => Session | undefined {
  const byId = db.prepare('SELECT id, site, ref, learner, asked, due, position, origin, expires_at FROM sessions WHERE id = ?');
  return (id) => {
    const row = first<SessionRow>(byId, id);
    return (
      row && {
        id: row.id,
        site: row.site,
        ref: row.ref,
        learner: row.learner,
        asked: JSON.parse(row.asked) as Checkpoint,
        due: JSON.parse(row.due) as Checkpoint[],
        position: row.position,
        origin: row.origin,
        expiresAt: row.expires_at,
      }
    );
  };
}

/** Reads how often a learner failed in a row, for the operations that need it. */
export function failuresReader(db: Database): (site: string, ref: string, method: string) => number {
  const failures = db.prepare('SELECT failures FROM tries WHERE site = ? AND ref = ? AND method = ?');
  return (...key) => first<{ failures: number }>(failures, ...key)?.failures ?? 0;
}

export function sessions(db: Database, commit: Commit): Sessions {
  const read = sessionReader(db);
  const failures = failuresReader(db);
  const history = db.prepare('SELECT kind, number, verified_at AS at FROM verifications WHERE site = ? AND ref = ? AND course = ? AND class = ?');
  const openSession = db.prepare('INSERT INTO sessions (id, site, ref, learner, asked, due, position, origin, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const openChallenge = db.prepare('INSERT INTO challenges (id, session, position, method, expires_at) VALUES (?, ?, ?, ?, ?)');
  return {
    history: async ({ site, ref }, course, classCode) => history.all(site, ref, course, classCode) as Past[],
    openSession: (one) =>
      commit(() => {
        openSession.run(one.id, one.site, one.ref, one.learner, JSON.stringify(one.asked), JSON.stringify(one.due), one.position, one.origin, one.expiresAt);
      }),
    session: async (id) => read(id),
    openChallenge: ({ id, session, position, method, expiresAt }) => commit(() => void openChallenge.run(id, session, position, method, expiresAt)),
    failures: async ({ site, ref }, method) => failures(site, ref, method),
  };
}
