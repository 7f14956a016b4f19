import type { Checkpoint } from 'mo-otp-gate/contract';
import type { Past } from '../../domain/policy.js';
import type { LearnerRef, Session } from '../../domain/model.js';
import { row, rows, run, sql, type Engine, type Operation } from '../operation.js';
import type { Sessions } from '../store.js';
import { openChallenge } from './challenges.js';

/** A session as it stands in its table. */
export interface SessionRow extends Omit<Session, 'asked' | 'due' | 'methods'> {
  asked: string;
  due: string;
  methods: string | null;
}

/** The columns of a {@link SessionRow}; `s` is the session. */
export const sessionColumns =
  's.id, s.site, s.ref, s.learner, s.asked, s.due, s.position, s.origin, s.methods, s.expires_at AS "expiresAt"';

export const asSession = ({
  id,
  site,
  ref,
  learner,
  asked,
  due,
  position,
  origin,
  methods,
  expiresAt,
}: SessionRow): Session => ({
  id,
  site,
  ref,
  learner,
  target: JSON.parse(asked) as Checkpoint,
  due: JSON.parse(due) as Checkpoint[],
  position,
  origin,
  ...(methods !== null && { methods: JSON.parse(methods) as string[] }),
  expiresAt,
});

/** A session by its id, for the operations that need one. */
export function* sessionById(id: string): Operation<Session | undefined> {
  const found = yield* row<SessionRow>(`SELECT ${sessionColumns} FROM sessions s WHERE s.id = ?`, id);
  return found && asSession(found);
}

/** What counts for or against a learner is changed under this lock. */
export const learnerLock = ({ site, ref }: LearnerRef): string => `learner ${site} ${ref}`;

export const sessions = ({ read, whole }: Engine): Sessions => ({
  history: ({ site, ref }, course, classCode) =>
    read(() =>
      rows<Past>(
        'SELECT kind, number, verified_at AS at FROM verifications WHERE site = ? AND ref = ? AND course = ? AND class = ?',
        site,
        ref,
        course,
        classCode,
      ),
    ),
  openSession: (one) =>
    whole([], () =>
      run(sql`
        INSERT INTO sessions (id, site, ref, learner, asked, due, position, origin, methods, expires_at)
        VALUES (${one.id}, ${one.site}, ${one.ref}, ${one.learner}, ${JSON.stringify(one.target)}, ${JSON.stringify(one.due)}, ${one.position},
          ${one.origin}, ${one.methods ? JSON.stringify(one.methods) : null}, ${one.expiresAt})`),
    ),
  sessionsUnderWay: ({ site, ref }, now) =>
    read(function* () {
      const found = yield* rows<SessionRow>(
        `SELECT DISTINCT ${sessionColumns}, c.expires_at AS "until"
         FROM sessions s
         JOIN challenges c ON c.session = s.id AND c.position = s.position
         JOIN checks k ON k.challenge = c.id AND k.ended = 0
         JOIN identity_requests r ON r.challenge = c.id AND r.return_to IS NOT NULL
         WHERE s.site = ? AND s.ref = ? AND s.expires_at > ? AND c.expires_at > ?
         ORDER BY c.expires_at DESC`,
        site,
        ref,
        now,
        now,
      );
      return found.map(asSession);
    }),
  session: (id) => read(() => sessionById(id)),
  openChallenge: (challenge) => whole([], () => openChallenge(challenge)),
  failures: ({ site, ref }, method) =>
    read(function* () {
      const tries = yield* row<{ failures: number }>(
        'SELECT failures FROM tries WHERE site = ? AND ref = ? AND method = ?',
        site,
        ref,
        method,
      );
      return tries?.failures ?? 0;
    }),
});
