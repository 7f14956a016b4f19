// @ts-check
/** Plain JavaScript, so that the thread that writes is there in a third of the time that it takes to load TypeScript. */
import Database from 'libsql';

/**
 * A connection to an SQLite file, which is made where there is none. `FULL`: what is committed is on disk; `NORMAL` loses the last commits
 * when the machine fails, and harms nothing else.
 * @param {string} file
 * @param {'FULL' | 'NORMAL'} synchronous
 */
export function connect(file, synchronous) {
  const db = new Database(file, { timeout: 5_000 }); // milliseconds to wait for another connection's lock
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA foreign_keys = ON`);
  return db;
}

/**
 * Asks a connection statements in their order, and answers the rows of each.
 * @param {Database.Database} db
 */
export function asker(db) {
  /** @type {Map<string, { statement: Database.Statement, answers: boolean }>} */
  const prepared = new Map();

  /** @param {string} sql */
  function prepare(sql) {
    const statement = db.prepare(sql.replace('{each}', 'json_each(?)'));
    const made = { statement, answers: statement.reader };
    prepared.set(sql, made);
    return made;
  }

  /**
   * A statement that answers rows is read to its end: libsql would leave it open otherwise and block the commit.
   * @param {{ sql: string, parameters: readonly unknown[] }} asked
   * @returns {unknown[]}
   */
  function execute({ sql, parameters }) {
    const { statement, answers } = prepared.get(sql) ?? prepare(sql);
    if (answers) return statement.all(parameters);
    statement.run(parameters);
    return [];
  }

  /** @param {readonly { sql: string, parameters: readonly unknown[] }[]} asked */
  return (asked) => asked.map(execute);
}
