import { parseArgs } from 'node:util';
import { switchable, type Switch, type SwitchKind } from '../domain/switches.js';
import { timeText, type CommandContext, type CommandResult } from './context.js';

const usage = `Usage:
  off <kind> <name> [--site <id>] --reason <text>   switch something off, for one site or for all
  on <kind> <name> [--site <id>] --reason <text>    switch it on again
  list                                              list what is off
  log                                               list all changes: who, when and why
Kinds and names:
${Object.entries(switchable)
  .map(([kind, names]) => `  ${kind}: ${names.join(', ')}`)
  .join('\n')}
Options: --by <name> (who; default: the user of this machine), --json`;

const textOf = ({ site, kind, name }: Switch) => `${kind} ${name} (${site ?? 'all sites'})`;

/**
 * Runs one command on the switches. Every process obeys within ten seconds.
 * @throws with a sentence when the command fails
 */
export async function switchCommand(
  args: string[],
  { store, now, by }: Omit<CommandContext, 'vault'>,
): Promise<CommandResult> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { site: { type: 'string' }, reason: { type: 'string' } },
  });
  const [command, kind = '', name = ''] = positionals;
  switch (command) {
    case 'list': {
      const json = await store.switchedOff();
      return {
        text: json.length === 0 ? 'Nothing is off.' : json.map((one) => `off: ${textOf(one)}`).join('\n'),
        json,
      };
    }
    case 'log': {
      const json = (await store.switchLog()).map(({ at, ...change }) => ({ at: timeText(at), ...change }));
      const lines = json.map(
        (one) => `${one.at}  ${one.on ? 'on' : 'off'}: ${textOf(one)}, by ${one.by}: ${one.reason}`,
      );
      return { text: lines.join('\n'), json };
    }
    case 'off':
    case 'on': {
      const names: readonly string[] | undefined = Object.hasOwn(switchable, kind)
        ? switchable[kind as SwitchKind]
        : undefined;
      if (!names?.includes(name)) throw new Error(usage);
      if (!values.reason?.trim()) throw new Error('A switch needs a --reason, for the log.');
      const site = values.site ?? null;
      if (site !== null && !(await store.site(site))) throw new Error(`There is no site ${site}.`);
      const one: Switch = { site, kind: kind as SwitchKind, name };
      const on = command === 'on';
      const changed = await store.setSwitch({ ...one, on, by, reason: values.reason, at: now });
      return {
        text: `${textOf(one)} is ${on ? 'on' : 'off'}${changed ? '' : ' already'}.`,
        json: { ...one, on, changed },
      };
    }
    default:
      throw new Error(usage);
  }
}
