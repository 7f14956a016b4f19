/** The commands as a command line: one group such as `site` is one file that registers its subcommands. */
import { Command, CommanderError, type Option } from 'commander';
import type { CommandContext, CommandResult } from './context.js';

/** Makes an action of a function that gets what it works with before the arguments and options of the command. */
export type ActionMaker<Needs> = <Args extends unknown[]>(
  work: (needs: Needs, ...args: Args) => Promise<CommandResult | void>,
) => (...args: Args) => Promise<void>;

/** Registers the subcommands of a group, or the action of a command that has none. */
export type Register<Needs = CommandContext> = (group: Command, action: ActionMaker<Needs>) => void;

/** The command line was not understood: the message has the fault and the usage. The exit code is 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** A command that throws instead of ending the process; its subcommands inherit that. */
export const newCommand = (name: string): Command =>
  new Command(name)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .configureHelp({ showGlobalOptions: true, optionDescription: ({ description }: Option) => description })
    .helpCommand('help [command]', 'show the help of a command')
    .helpOption('-h, --help', 'show this help');

/**
 * Parses the arguments and runs the command that they name.
 * @throws {UsageError} when there is no such command
 */
export async function parse(command: Command, args: readonly string[]): Promise<void> {
  try {
    await command.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return; // help or version
    const fault = error.code === 'commander.help' ? '' : `${error.message}\n\n`;
    throw new UsageError(`${fault}${helpOf(namedBy(command, args))}`.trimEnd());
  }
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeErr: (part) => void (text += part) }).outputHelp({ error: true });
  return text;
}

/** The subcommand that the arguments name, as far as it exists. */
function namedBy(command: Command, args: readonly string[]): Command {
  const words = args.filter((arg) => !arg.startsWith('-'));
  const inner = command.commands.find((one) => one.name() === words[0]);
  return inner ? namedBy(inner, words.slice(1)) : command;
}

/**
 * Runs one command of a group and returns its result.
 * @throws {UsageError} when the group has no such command, or with a sentence when it fails
 */
export async function runCommand<Needs>(
  register: Register<Needs>,
  args: readonly string[],
  needs: Needs,
): Promise<CommandResult> {
  let result: CommandResult | void = undefined;
  const group = newCommand('mo-otp-verifier');
  register(
    group,
    (work) =>
      async (...given) =>
        void (result = await work(needs, ...given)),
  );
  await parse(group, args);
  return result ?? { text: '', json: null };
}
