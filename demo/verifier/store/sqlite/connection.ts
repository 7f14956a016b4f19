import Database from 'libsql';
import { jsonRowsMark, timeMark, type Statement } from '../sql.js';

/** The expression of {@link timeMark}: days since noon of 24 November 4714 BC, which SQLite counts to a millisecond. */
const time = "CAST(ROUND((JULIANDAY('now') - 2440587.5) * 86400000) AS INTEGER)";

/** One connection to an SQLite file. All of it is synchronous. */
export interface Connection {
  database: Database.Database;
  /** Runs a statement and returns its rows. */
  query(statement: Statement): unknown[];
  close(): void;
}

/**
 * Connects to an SQLite file, which is created if missing. With `synchronous` `FULL` a commit is on disk when it
 * returns; with `NORMAL` a crash of the machine may lose the last commits, and damages nothing. `busyTimeoutMs` is how
 * long a call blocks while another process holds the lock that it needs. Deleted text is overwritten with zeros.
 */
export function connect(file: string, synchronous: 'FULL' | 'NORMAL', busyTimeoutMs: number): Connection {
  const database = new Database(file, { timeout: busyTimeoutMs });
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON`);
  const prepared = new Map<string, Database.Statement>();

  function prepare(sql: string): Database.Statement {
    const statement = database.prepare(sql.replace(jsonRowsMark, 'json_each(?)').replace(timeMark, time));
    prepared.set(sql, statement);
    return statement;
  }

  return {
    database,
    query({ sql, parameters }) {
      const statement = prepared.get(sql) ?? prepare(sql);
      // read to its end: libsql would leave it open otherwise, and an open statement blocks the commit
      if (statement.reader) return statement.all(parameters);
      statement.run(parameters);
      return [];
    },
    close: () => void database.close(),
  };
}
