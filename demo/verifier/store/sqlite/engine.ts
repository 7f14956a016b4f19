import type { Database, Statement } from 'libsql';
import { each, Undone, type Engine, type Operation } from '../operation.js';

/** Runs operations on one connection without ever waiting within one, so nothing else of this process can come in between. */
function driver(db: Database): <T>(operation: Operation<T>) => T {
  const prepared = new Map<string, { statement: Statement; answers: boolean }>();

  function prepare(sql: string) {
    const statement = db.prepare(sql.replace(each, 'json_each(?)'));
    const made = { statement, answers: statement.reader };
    prepared.set(sql, made);
    return made;
  }

  /** A statement that answers rows is read to its end: libsql would leave it open otherwise and block the commit. */
  function execute(sql: string, parameters: readonly unknown[]): unknown[] {
    const { statement, answers } = prepared.get(sql) ?? prepare(sql);
    if (answers) return statement.all(parameters) as unknown[];
    statement.run(parameters);
    return [];
  }

  return (operation) => {
    let step = operation.next();
    while (!step.done) step = operation.next(step.value.map(({ sql, parameters }) => execute(sql, parameters)));
    return step.value;
  };
}

/**
 * The embedded engine: `durable` waits for the disk at each commit, `quick` does not. Other processes wait for the write lock of a
 * transaction, and within this one nothing comes in between: no operation needs locks of its own.
 */
export function sqliteEngine(durable: Database, quick: Database): Engine {
  const drive = driver(durable);
  const driveQuick = driver(quick);
  const begin = durable.prepare('BEGIN IMMEDIATE');
  const commit = durable.prepare('COMMIT');
  const rollback = durable.prepare('ROLLBACK');

  async function undoing<T>(work: () => T): Promise<T> {
    try {
      return work();
    } catch (error) {
      if (durable.inTransaction) rollback.run();
      throw new Undone(error);
    }
  }

  return {
    read: (operation) => undoing(() => drive(operation())),
    brief: (operation) => undoing(() => driveQuick(operation())),
    whole: (_locks, operation) =>
      undoing(() => {
        begin.run();
        const result = drive(operation());
        commit.run();
        return result;
      }),
  };
}
