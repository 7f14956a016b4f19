import type { Database } from 'libsql';

/** Runs a piece of work in a transaction; the promise is fulfilled when its changes are on disk. */
export type Commit = <T>(work: () => T) => Promise<T>;

interface Waiting {
  work: () => unknown;
  resolve(value: never): void;
  reject(reason: unknown): void;
}

/**
 * Group commit: work that waits in one turn of the event loop shares one transaction, so a busy verifier waits for the disk once
 * a turn and not once an attempt. Each piece has its own savepoint: one that throws undoes and rejects only itself.
 */
export function groupCommit(db: Database): { commit: Commit; settled(): Promise<void> } {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const end = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const savepoint = db.prepare('SAVEPOINT one');
  const undo = db.prepare('ROLLBACK TO one');
  const release = db.prepare('RELEASE one');
  let waiting: Waiting[] = [];

  function commitAll() {
    const group = waiting;
    waiting = [];
    try {
      begin.run();
      const tell = group.map((one) => attempt(one));
      end.run();
      for (const told of tell) told();
    } catch (error) {
      if (db.inTransaction) rollback.run();
      for (const { reject } of group) reject(error);
    }
  }

  function attempt({ work, resolve, reject }: Waiting): () => void {
    savepoint.run();
    try {
      const result = work() as never;
      return () => resolve(result);
    } catch (error) {
      undo.run();
      return () => reject(error);
    } finally {
      release.run();
    }
  }

  const commit: Commit = (work) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ work, resolve, reject }) === 1) setImmediate(commitAll);
    });
  return { commit, settled: () => commit(() => undefined) };
}
