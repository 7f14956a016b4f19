import { latestExpiry } from '../../domain/clock.js';
import type { BatchingEngine } from '../engine.js';
import { row, rows, run, type RawOperation } from '../operation.js';
import type { Operator, Operators } from '../operators.js';
import { sql } from '../sql.js';

/** A session that lasts longer was extended by a clock that was ahead. */
const longestIdleMs = 3_600_000;

function* activeOperator(hash: string): RawOperation<Operator | undefined> {
  return yield* row<Operator>(sql`
    SELECT hash, site, name FROM operators WHERE hash = ${hash} AND revoked_at IS NULL`);
}

export const operators = ({ read, atomic }: BatchingEngine): Operators => ({
  addOperator: ({ hash, site, name }, at) =>
    atomic([], () =>
      run(sql`
        INSERT INTO operators (hash, site, name, created_at) VALUES (${hash}, ${site}, ${name}, ${at})
        ON CONFLICT (hash) DO NOTHING`),
    ),
  operators: (site) =>
    read(() =>
      rows(sql`
        SELECT hash, site, name, created_at AS "createdAt", revoked_at AS "revokedAt"
        FROM operators WHERE site = ${site} ORDER BY created_at, hash`),
    ),
  revokeOperator: (site, hash, at) =>
    atomic([`operator ${hash}`], function* () {
      const revoked = yield* row(sql`
        UPDATE operators SET revoked_at = ${at}
        WHERE site = ${site} AND hash = ${hash} AND revoked_at IS NULL RETURNING hash`);
      return revoked !== undefined;
    }),
  openOperatorSession: (session, hash, until) =>
    atomic([`operator ${hash}`], function* () {
      const operator = yield* activeOperator(hash);
      if (operator)
        yield* run(sql`
          INSERT INTO operator_sessions (hash, operator, expires_at) VALUES (${session}, ${hash}, ${until})`);
      return operator;
    }),
  operatorOfSession: (session, now, until) =>
    atomic([`operator session ${session}`], function* () {
      const open = yield* row<{ operator: string }>(sql`
        UPDATE operator_sessions SET expires_at = ${until}
        WHERE hash = ${session} AND expires_at > ${now} AND expires_at <= ${latestExpiry(now, longestIdleMs)} RETURNING operator`);
      return open && (yield* activeOperator(open.operator));
    }),
  closeOperatorSession: (session) =>
    atomic([`operator session ${session}`], () => run(sql`DELETE FROM operator_sessions WHERE hash = ${session}`)),
  addAuditEntry: ({ at, site, operator, ip, action, learner, learnerId, course, from, to }) =>
    atomic([], () =>
      run(sql`
        INSERT INTO operator_audit (at, site, operator, ip, action, learner, learner_id, is_sealed, course, from_day, to_day)
        VALUES (${at}, ${site}, ${operator}, ${ip}, ${action}, ${learner}, ${learnerId}, 1, ${course}, ${from}, ${to})`),
    ),
  auditLog: (site) =>
    read(() =>
      rows(sql`
        SELECT a.at, a.site, a.operator, o.name, a.ip, a.action, a.learner, a.course, a.from_day AS "from",
          a.to_day AS "to"
        FROM operator_audit a JOIN operators o ON o.hash = a.operator WHERE a.site = ${site} ORDER BY a.at`),
    ),
});
