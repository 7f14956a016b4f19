import type { Checkpoint } from 'mo-otp-gate/contract';
import type { Past } from '../../policy.js';
import type { Session } from '../../records.js';
import { row, rows, run, type Engine, type Operation } from '../operation.js';
import type { LearnerRef, Sessions } from '../store.js';

/** A session as it stands in its table. */
export interface SessionRow extends Omit<Session, 'asked' | 'due'> {
  asked: string;
  due: string;
}

export const asSession = ({ id, site, ref, learner, asked, due, position, origin, expiresAt }: SessionRow): Session => ({
  id,
  site,
  ref,
  learner,
  asked: JSON.parse(asked) as Checkpoint,
  due: JSON.parse(due) as Checkpoint[],
  position,
  origin,
  expiresAt,
});

/** A session by its id, for the operations that need one. */
export function* sessionById(id: string): Operation<Session | undefined> {
  const found = yield* row<SessionRow>('SELECT id, site, ref, learner, asked, due, position, origin, expires_at AS "expiresAt" FROM sessions WHERE id = ?', id);
  return found && asSession(found);
}

/** What counts for or against a learner is changed under this lock. */
export const learnerLock = ({ site, ref }: LearnerRef): string => `learner ${site} ${ref}`;

export const sessions = ({ read, whole }: Engine): Sessions => ({
  history: ({ site, ref }, course, classCode) =>
    read(() =>
      rows<Past>('SELECT kind, number, verified_at AS at FROM verifications WHERE site = ? AND ref = ? AND course = ? AND class = ?', site, ref, course, classCode),
    ),
  openSession: (one) =>
    whole([], () =>
      run(
        'INSERT INTO sessions (id, site, ref, learner, asked, due, position, origin, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        one.id,
        one.site,
        one.ref,
        one.learner,
        JSON.stringify(one.asked),
        JSON.stringify(one.due),
        one.position,
        one.origin,
        one.expiresAt,
      ),
    ),
  session: (id) => read(() => sessionById(id)),
  openChallenge: ({ id, session, position, method, expiresAt }) =>
    whole([], () => run('INSERT INTO challenges (id, session, position, method, expires_at) VALUES (?, ?, ?, ?, ?)', id, session, position, method, expiresAt)),
  failures: ({ site, ref }, method) =>
    read(function* () {
      const tries = yield* row<{ failures: number }>('SELECT failures FROM tries WHERE site = ? AND ref = ? AND method = ?', site, ref, method);
      return tries?.failures ?? 0;
    }),
});
