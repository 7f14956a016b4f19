import type { Operator, Operators } from '../operators.js';
import { row, rows, run, type Engine, type Operation } from '../operation.js';

function* inUse(hash: string): Operation<Operator | undefined> {
  return yield* row<Operator>('SELECT hash, site, name FROM operators WHERE hash = ? AND revoked_at IS NULL', hash);
}

export const operators = ({ read, whole }: Engine): Operators => ({
  addOperator: ({ hash, site, name }, at) =>
    whole([], () =>
      run(
        'INSERT INTO operators (hash, site, name, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING',
        hash,
        site,
        name,
        at,
      ),
    ),
  operators: (site) =>
    read(() =>
      rows(
        'SELECT hash, site, name, created_at AS "createdAt", revoked_at AS "revokedAt" FROM operators WHERE site = ? ORDER BY created_at, hash',
        site,
      ),
    ),
  revokeOperator: (site, hash, at) =>
    whole([`operator ${hash}`], function* () {
      const revoked = yield* row(
        'UPDATE operators SET revoked_at = ? WHERE site = ? AND hash = ? AND revoked_at IS NULL RETURNING hash',
        at,
        site,
        hash,
      );
      return revoked !== undefined;
    }),
  openOperatorSession: (visit, hash, until) =>
    whole([`operator ${hash}`], function* () {
      const operator = yield* inUse(hash);
      if (operator)
        yield* run('INSERT INTO operator_visits (hash, operator, expires_at) VALUES (?, ?, ?)', visit, hash, until);
      return operator;
    }),
  operatorOfSession: (visit, now, until) =>
    whole([`visit ${visit}`], function* () {
      const under = yield* row<{ operator: string }>(
        'UPDATE operator_visits SET expires_at = ? WHERE hash = ? AND expires_at > ? RETURNING operator',
        until,
        visit,
        now,
      );
      return under && (yield* inUse(under.operator));
    }),
  closeOperatorSession: (visit) =>
    whole([`visit ${visit}`], () => run('DELETE FROM operator_visits WHERE hash = ?', visit)),
  addAuditEntry: ({ at, site, operator, ip, action, learner, course, from, to }) =>
    whole([], () =>
      run(
        'INSERT INTO operator_looks (at, site, operator, ip, did, learner, course, from_day, to_day) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        at,
        site,
        operator,
        ip,
        action,
        learner,
        course,
        from,
        to,
      ),
    ),
  auditLog: (site) =>
    read(() =>
      rows(
        `SELECT l.at, l.site, l.operator, o.name, l.ip, l.did AS action, l.learner, l.course, l.from_day AS "from", l.to_day AS "to"
         FROM operator_looks l JOIN operators o ON o.hash = l.operator WHERE l.site = ? ORDER BY l.at`,
        site,
      ),
    ),
});
