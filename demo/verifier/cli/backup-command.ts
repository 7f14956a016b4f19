import { backUpStore, keyFile } from '../compose.js';
import type { Register } from './command-line.js';
import type { CommandContext } from './context.js';

/** `backup`: one consistent state of the database as a new file, while verifiers run. */
export const backupCommands: Register<Pick<CommandContext, 'settings'>> = (backup, action) => {
  backup.argument('<file>', 'the new file').action(
    action(async ({ settings }, file: string) => {
      await backUpStore(settings, file);
      const key = keyFile(settings) ?? 'MASTER_KEY';
      return {
        text: `${file} is a backup of the database. It is worth nothing without ${key}: keep that elsewhere.`,
        json: { file, key },
      };
    }),
  );
};
