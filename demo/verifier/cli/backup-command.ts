import { join } from 'node:path';
import { keyFile } from '../compose.js';
import type { Register } from './command-line.js';
import type { CommandContext } from './context.js';

/** `backup`: one consistent state of the database as a new file, while verifiers run. */
export const backupCommands: Register<Pick<CommandContext, 'settings'>> = (backup, action) => {
  backup.argument('<file>', 'the new file').action(
    action(async ({ settings }, file: string) => {
      const { DATABASE_URL, DATA_DIR } = settings;
      if (DATABASE_URL === undefined)
        (await import('../store/sqlite/backup.js')).backUpSqlite(join(DATA_DIR, 'verifier.db'), file);
      else (await import('../store/postgres/backup.js')).backUpPostgres(DATABASE_URL, file);
      const key = keyFile(settings) ?? 'MASTER_KEY';
      return {
        text: `${file} is a backup of the database. It is worth nothing without ${key}: keep that elsewhere.`,
        json: { file, key },
      };
    }),
  );
};
