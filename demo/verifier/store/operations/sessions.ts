import type { Checkpoint } from 'mo-otp-gate/contract';
import { latestExpiry } from '../../domain/clock.js';
import { limits } from '../../domain/limits.js';
import type { LearnerRef, Session } from '../../domain/model.js';
import type { Past } from '../../domain/policy.js';
import type { BatchingEngine } from '../engine.js';
import { row, rows, run, type RawOperation } from '../operation.js';
import { sql } from '../sql.js';
import type { Sessions } from '../store.js';
import { openChallenge } from './challenges.js';

/** A row of sessions. */
export interface SessionRow extends Omit<Session, 'target' | 'due' | 'methods' | 'originRemoved'> {
  target: string;
  due: string;
  methods: string | null;
  settingsVersion: number;
  originHolds: number;
}

/** The columns of a {@link SessionRow}; `s` is the session. */
export const sessionColumns = sql`
  s.id, s.site, s.ref, s.learner, s.target, s.due, s.position, s.origin, s.methods, s.expires_at AS "expiresAt",
  s.settings_version AS "settingsVersion",
  CASE WHEN s.origin IS NULL OR EXISTS (SELECT 1 FROM site_origins o WHERE o.site = s.site AND o.origin = s.origin)
    THEN 1 ELSE 0 END AS "originHolds"`;

export const sessionFrom = (found: SessionRow): Session => ({
  id: found.id,
  site: found.site,
  ref: found.ref,
  learner: found.learner,
  target: JSON.parse(found.target) as Checkpoint,
  due: JSON.parse(found.due) as Checkpoint[],
  position: found.position,
  origin: found.origin,
  ...(found.methods !== null && { methods: JSON.parse(found.methods) as string[] }),
  ...(found.settingsVersion !== 0 && { settingsVersion: found.settingsVersion }),
  ...(found.originHolds === 0 && { originRemoved: true }),
  expiresAt: found.expiresAt,
});

/** Reads a session, for operations that need one. */
export function* sessionById(id: string): RawOperation<Session | undefined> {
  const found = yield* row<SessionRow>(sql`SELECT ${sessionColumns} FROM sessions s WHERE s.id = ${id}`);
  return found && sessionFrom(found);
}

/** The lock for changes to a learner's failures, verifications and evidence. */
export const learnerLock = ({ site, ref }: LearnerRef): string => `learner ${site} ${ref}`;

export const sessions = ({ read, atomic }: BatchingEngine): Sessions => ({
  history: ({ site, ref }, course, classCode) =>
    read(() =>
      rows<Past>(sql`
        SELECT kind, number, verified_at AS at FROM verifications
        WHERE site = ${site} AND ref = ${ref} AND course = ${course} AND class = ${classCode}`),
    ),
  openSession: ({ id, site, ref, learner, target, due, position, origin, methods, settingsVersion = 0, expiresAt }) =>
    atomic([], () =>
      run(sql`
        INSERT INTO sessions (id, site, ref, learner, target, due, position, origin, methods, settings_version,
          expires_at)
        VALUES (${id}, ${site}, ${ref}, ${learner}, ${JSON.stringify(target)}, ${JSON.stringify(due)}, ${position},
          ${origin}, ${methods ? JSON.stringify(methods) : null}, ${settingsVersion}, ${expiresAt})`),
    ),
  sessionsUnderWay: ({ site, ref }, now) =>
    read(function* () {
      const found = yield* rows<SessionRow>(sql`
        SELECT DISTINCT ${sessionColumns}, c.expires_at AS "until"
        FROM sessions s
        JOIN challenges c ON c.session = s.id AND c.position = s.position
        JOIN checks k ON k.challenge = c.id AND k.ended = 0
        JOIN identity_requests r ON r.challenge = c.id AND r.return_to IS NOT NULL
        WHERE s.site = ${site} AND s.ref = ${ref}
          AND s.expires_at > ${now} AND s.expires_at <= ${latestExpiry(now, limits.session * 1000)}
          AND c.expires_at > ${now} AND c.expires_at <= ${latestExpiry(now, limits.challenge * 1000)}
        ORDER BY c.expires_at DESC`);
      return found.map(sessionFrom);
    }),
  session: (id) => read(() => sessionById(id)),
  openChallenge: (challenge) => atomic([], () => openChallenge(challenge)),
  failures: ({ site, ref }, method) =>
    read(function* () {
      const found = yield* row<{ failures: number }>(sql`
        SELECT failures FROM method_failures WHERE site = ${site} AND ref = ${ref} AND method = ${method}`);
      return found?.failures ?? 0;
    }),
});
