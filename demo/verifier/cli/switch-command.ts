import { switchable, type Switch, type SwitchKind } from '../domain/switches.js';
import { UsageError, type ActionMaker, type Register } from './command-line.js';
import { timeText, type CommandContext } from './context.js';

type Needs = Omit<CommandContext, 'vault' | 'settings'>;

const kinds = `Kinds and names:
${Object.entries(switchable)
  .map(([kind, names]) => `  ${kind}: ${names.join(', ')}`)
  .join('\n')}`;

const textOf = ({ site, kind, name }: Switch) => `${kind} ${name} (${site ?? 'all sites'})`;

/** `switch`: methods, providers, carriers and HRD Korea, off and on. Every process obeys within ten seconds. */
export const switchCommands: Register<Needs> = (group, action) => {
  for (const on of [false, true])
    group
      .command(`${on ? 'on' : 'off'} <kind> <name>`)
      .description(on ? 'switch it on again' : 'switch something off, for one site or for all')
      .option('--site <id>', 'for this site alone')
      .requiredOption('--reason <text>', 'why, for the log')
      .addHelpText('after', `\n${kinds}`)
      .action(turn(on, action));

  group
    .command('list')
    .description('list what is off')
    .action(
      action(async ({ store }) => {
        const json = await store.switchedOff();
        return {
          text: json.length === 0 ? 'Nothing is off.' : json.map((one) => `off: ${textOf(one)}`).join('\n'),
          json,
        };
      }),
    );

  group
    .command('log')
    .description('list all changes: who, when and why')
    .action(
      action(async ({ store }) => {
        const json = (await store.switchLog()).map(({ at, ...change }) => ({ at: timeText(at), ...change }));
        const lines = json.map(
          (one) => `${one.at}  ${one.on ? 'on' : 'off'}: ${textOf(one)}, by ${one.by}: ${one.reason}`,
        );
        return { text: lines.join('\n'), json };
      }),
    );
};

const turn = (on: boolean, action: ActionMaker<Needs>) =>
  action(async ({ store, now, by }, kind: string, name: string, options: { site?: string; reason: string }) => {
    const { site = null, reason }: { site?: string | null; reason: string } = options;
    const names: readonly string[] | undefined = Object.hasOwn(switchable, kind)
      ? switchable[kind as SwitchKind]
      : undefined;
    if (!names?.includes(name)) throw new UsageError(`${kind} ${name} is nothing that can be switched.\n${kinds}`);
    if (!reason.trim()) throw new Error('A switch needs a --reason, for the log.');
    if (site !== null && !(await store.site(site))) throw new Error(`There is no site ${site}.`);
    const one: Switch = { site, kind: kind as SwitchKind, name };
    const changed = await store.setSwitch({ ...one, on, by, reason, at: now });
    return {
      text: `${textOf(one)} is ${on ? 'on' : 'off'}${changed ? '' : ' already'}.`,
      json: { ...one, on, changed },
    };
  });
