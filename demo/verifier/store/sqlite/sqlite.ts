import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { gathering } from '../gathering.js';
import { operations } from '../operations/operations.js';
import type { Store } from '../store.js';
import { asker, connect } from './connection.js';
import { sqliteEngine } from './engine.js';
import { migrate } from './migrate.js';
import { startWriter } from './writer.js';

/** Opens the embedded store, an SQLite file that is made where there is none. Any number of processes of this machine may share it. */
export function openSqlite(file: string): Store {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const reading = connect(file, 'FULL');
  migrate(reading);
  const writer = startWriter(file);
  const engine = gathering(sqliteEngine(asker(reading), writer), 1);
  return {
    ...operations(engine),
    async close() {
      await engine.whole([], function* () {});
      reading.close();
      await writer.close();
    },
  };
}
