import type { Database, Statement } from 'libsql';
import type { Engine, Operation } from '../operation.js';
import type { Commit } from './group-commit.js';

/** Runs operations on one connection without ever waiting within one, so nothing else of this process can come in between. */
function driver(db: Database): <T>(operation: Operation<T>) => T {
  const prepared = new Map<string, { statement: Statement; answers: boolean }>();

  function prepare(sql: string) {
    const statement = db.prepare(sql);
    const made = { statement, answers: statement.reader };
    prepared.set(sql, made);
    return made;
  }

  /** A statement that answers rows is read to its end: libsql would leave it open otherwise and block the commit. */
  function execute(sql: string, parameters: readonly unknown[]): unknown[] {
    const { statement, answers } = prepared.get(sql) ?? prepare(sql);
    if (answers) return statement.all(...parameters) as unknown[];
    statement.run(...parameters);
    return [];
  }

  return (operation) => {
    let step = operation.next();
    while (!step.done) step = operation.next(execute(step.value.sql, step.value.parameters));
    return step.value;
  };
}

/**
 * The embedded engine: `durable` waits for the disk at each commit, `quick` does not. Other processes wait for the write lock of a
 * transaction. Hence no operation needs locks of its own.
 */
export function sqliteEngine(durable: Database, quick: Database, commit: Commit): Engine {
  const drive = driver(durable);
  const driveQuick = driver(quick);
  return {
    read: async (operation) => drive(operation()),
    whole: (_locks, operation) => commit(() => drive(operation())),
    brief: async (operation) => driveQuick(operation()),
  };
}
