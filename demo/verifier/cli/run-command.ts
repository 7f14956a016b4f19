import { userInfo } from 'node:os';
import { masterKeys } from '../compose.js';
import { openStoredVault } from '../crypto/vault.js';
import { systemClock } from '../domain/clock.js';
import { printed, type CommandContext, type CommandResult } from './context.js';
import { storeCommand } from './store-command.js';

/** Runs a command with the arguments of this process and prints its result, with `--json` as JSON. */
export async function runCommand(
  command: (args: string[], context: CommandContext) => Promise<CommandResult>,
): Promise<void> {
  const args = process.argv.slice(2);
  const asJson = take(args, '--json') !== undefined;
  const by = take(args, '--by', true) ?? userInfo().username;
  await storeCommand(async (store, settings) => {
    const vault = () => openStoredVault(store, masterKeys(settings));
    const result = await command(args, { store, vault, now: systemClock.now(), by });
    console.log(printed(result, asJson));
    if (result.failed) process.exitCode = 1;
  });
}

/** Takes an option out of the arguments: its value, or for a flag its name. */
function take(args: string[], option: string, hasValue = false): string | undefined {
  const at = args.indexOf(option);
  if (at < 0) return undefined;
  return args.splice(at, hasValue ? 2 : 1)[hasValue ? 1 : 0];
}
