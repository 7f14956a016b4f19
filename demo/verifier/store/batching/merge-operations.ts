import type { Operation, RawOperation } from '../operation.js';
import { toJson, type Statement } from '../sql.js';
import type { SharedStatement } from './shared-statement.js';

interface RunningOperation {
  operation: Operation<unknown>;
  step: IteratorResult<readonly (Statement | SharedStatement)[], unknown>;
}

/** A statement as it is sent, and where its rows go. */
interface Query extends Statement {
  deliver(rows: unknown[]): void;
}

/** A shared statement that one of the operations has yielded, and where its rows go. */
interface Request {
  statement: SharedStatement;
  deliver(rows: unknown[]): void;
}

/**
 * Merges independent operations into one of plain statements: they advance step by step, and the batchable statements
 * of a step become one query each. Returns the result of each operation.
 */
export function* mergeOperations(operations: readonly Operation<unknown>[]): RawOperation<unknown[]> {
  const all = operations.map((operation): RunningOperation => ({ operation, step: operation.next() }));
  for (;;) {
    const running = all.filter(({ step }) => !step.done);
    if (running.length === 0) return all.map(({ step }) => step.value);
    const replies = running.map((): unknown[][] => []);
    const queries = mergeStatements(
      running.map(({ step }) => step.value as readonly (Statement | SharedStatement)[]),
      replies,
    );
    const rows = queries.length > 0 ? yield queries : [];
    queries.forEach(({ deliver }, i) => deliver(rows[i]!));
    running.forEach((one, i) => (one.step = one.operation.next(replies[i]!)));
  }
}

/** The queries of one step; `replies[i][j]` receives the rows of the `j`th statement of the `i`th operation. */
function mergeStatements(
  yielded: readonly (readonly (Statement | SharedStatement)[])[],
  replies: unknown[][][],
): Query[] {
  const queries: Query[] = [];
  const shared = new Map<string, Request[]>();
  yielded.forEach((statements, i) =>
    statements.forEach((statement, j) => {
      const deliver = (rows: unknown[]) => void (replies[i]![j] = rows);
      if ('sql' in statement) return queries.push({ ...statement, deliver });
      const requests = shared.get(statement.sharedSql) ?? [];
      shared.set(statement.sharedSql, requests);
      return requests.push({ statement, deliver });
    }),
  );
  return [...queries, ...[...shared.values()].map(sharedQueryOf)];
}

/** One query for all requests of a shared statement; `n` says whose row a row is. */
function sharedQueryOf(requests: readonly Request[]): Query {
  const { sharedSql, noReply } = requests[0]!.statement;
  return {
    sql: sharedSql,
    parameters: [toJson(requests.map(({ statement }) => statement.input))],
    ...(noReply && { noReply }),
    deliver(rows) {
      const found = requests.map((): unknown[] => []);
      for (const row of rows as { n: number }[]) found[row.n]!.push(row);
      requests.forEach(({ deliver }, n) => deliver(found[n]!));
    },
  };
}
