/** `mo-otp-verifier`: the verifier and its commands. Exit codes: 0 done, 1 failed, 2 not understood. */
import { userInfo } from 'node:os';
import { newCommand, parse, UsageError } from './cli/command-line.js';
import { printed, type CommandResult } from './cli/context.js';
import { groups } from './cli/groups.js';

declare const __VERSION__: string | undefined;

const program = newCommand('mo-otp-verifier')
  .description('The verifier of <mo-otp-gate>. Settings come from the environment.')
  .version(typeof __VERSION__ === 'string' ? __VERSION__ : 'from source', '-V, --version', 'show the version')
  .option('--json', 'print JSON')
  .option('--by <name>', 'who runs the command, for the history (default: the user of this machine)');
const args = process.argv.slice(2);

program
  .command('start')
  .description('start the verifier, and list what it lacks for production')
  .option('--new-database', 'begin with an empty database beside the master key of an earlier one')
  .action(async (options) => (await import('./cli/start.js')).start(options));
program
  .command('restore <file>')
  .description('make the empty database of these settings from a backup, and prove its evidence')
  .action(async (file: string) => print(await (await import('./cli/restore.js')).restore(file)));
for (const [name, { summary, load }] of Object.entries(groups)) {
  const group = program.command(name).description(summary);
  if (!args.includes(name)) continue;
  const register = await load();
  register(group, (work) => async (...given) => {
    const { onStore } = await import('./cli/on-store.js');
    print(
      await onStore(program.opts<{ by?: string }>().by ?? userInfo().username, (context) => work(context, ...given)),
    );
  });
}

function print(result: CommandResult | void) {
  if (!result) return;
  console.log(printed(result, program.opts<{ json?: true }>().json === true));
  if (result.failed) process.exitCode = 1;
}

try {
  await parse(program, args);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(args.includes('--json') ? JSON.stringify({ error: message }) : message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
