import type { Database, Statement } from 'libsql';
import type { Engine, Operation } from '../operation.js';
import type { Commit } from './group-commit.js';

/**
 * Runs operations on an SQLite database without ever waiting within one, so nothing else of this process can come in between; other
 * processes wait for the write lock of the transaction. Hence no operation needs locks of its own.
 */
export function sqliteEngine(db: Database, commit: Commit): Engine {
  const prepared = new Map<string, Statement>();

  function statement(sql: string): Statement {
    const known = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, known);
    return known;
  }

  /** A statement that answers rows is read to its end: libsql would leave it open otherwise and block the commit. */
  function execute(sql: string, parameters: readonly unknown[]): unknown[] {
    const one = statement(sql);
    if (one.reader) return one.all(...parameters) as unknown[];
    one.run(...parameters);
    return [];
  }

  function drive<T>(operation: Operation<T>): T {
    let step = operation.next();
    while (!step.done) step = operation.next(execute(step.value.sql, step.value.parameters));
    return step.value;
  }

  return {
    read: async (operation) => drive(operation()),
    whole: (_locks, operation) => commit(() => drive(operation())),
    brief: (operation) => commit(() => drive(operation())),
  };
}
