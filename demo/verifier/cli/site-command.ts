import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isDeepStrictEqual } from 'node:util';
import { hashSecret, newSecret } from '../crypto/secrets.js';
import { changeSettings, currentSettings, restoreSettings, storedSettings } from '../sites/change-settings.js';
import { incompleteSites, incompleteText } from '../sites/faults.js';
import { removeSite } from './remove-site.js';
import { assigned } from './assignments.js';
import { timeText, type CommandContext, type CommandResult } from './context.js';

const usage = `Usage:
  add <id> --origin <origin> [--origin <origin> …] [--name <name>] [--settings <file>]
      register a site and print its first secret, which is shown only once; a site that exists is not changed
  list
      list all sites and what each still has to state itself
  show <id> [--version <n>]
      print the settings, the latest or a former version; secrets are references
  set <id> <setting>=<value> … | --settings <file>
      change settings: values are JSON or text, @file is the text of a file, nothing removes the setting
  history <id>
      list the versions of the settings: who changed what, and when
  restore <id> <version>
      make a former version the latest
  remove <id> --evidence <file>
      write all evidence of a site to a new file, then erase the site: only its evidence and the audit log stay, as
      long as its settings say
  doctor
      fail and name each setting that a site must state itself and does not
Options: --by <name> (who; default: the user of this machine), --json`;

const options = {
  name: { type: 'string' },
  origin: { type: 'string', multiple: true },
  settings: { type: 'string' },
  version: { type: 'string' },
  evidence: { type: 'string' },
} as const;

/**
 * Runs one command on the registry of sites.
 * @throws with a sentence when the command fails; then nothing has changed
 */
export async function siteCommand(args: string[], context: CommandContext): Promise<CommandResult> {
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
  const [command, id, ...rest] = positionals;
  const { store, vault, now: at, by } = context;
  switch (command) {
    case 'list':
      return list(context);
    case 'doctor': {
      const incomplete = await incompleteSites(store);
      const failed = incomplete.length > 0;
      return { text: failed ? incompleteText(incomplete) : 'Every site is complete.', json: incomplete, failed };
    }
  }
  if (!id) throw new Error(usage);
  if (command === 'add') return add(id, values, context);
  const current = await currentSettings(store, id);
  if (!current) throw new Error(`There is no site ${id}.`);
  const changed = (version: number): CommandResult => ({
    text: version === current.version ? `${id} is not changed.` : `${id} has version ${version} of its settings.`,
    json: { site: id, version, changed: version !== current.version },
  });
  switch (command) {
    case 'show': {
      const version = values.version === undefined ? current.version : Number(values.version);
      const settings =
        version === current.version
          ? current.settings
          : storedSettings((await store.settingsVersion(id, version))?.settings);
      if (!settings.name) throw new Error(`${id} has no version ${values.version} of its settings.`);
      return {
        text: `${id}, version ${version} of its settings\n${JSON.stringify(settings, null, 2)}`,
        json: { site: id, version, settings },
      };
    }
    case 'set': {
      if (values.settings === undefined && rest.length === 0) throw new Error(usage);
      const base = values.settings === undefined ? current.settings : fromFile(values.settings);
      return changed(await changeSettings(store, vault, id, assigned(base, rest), { by, at }));
    }
    case 'history': {
      const versions = await store.settingsHistory(id);
      const json = versions.map((one, i) => ({
        version: one.version,
        by: one.by,
        at: timeText(one.at),
        changed: changedSettings(one.settings, versions[i + 1]?.settings),
      }));
      const lines = json.map((one) => `  ${one.version}  ${one.at}  ${one.by}: ${one.changed.join(', ')}`);
      return { text: [`versions of ${id}:`, ...lines].join('\n'), json };
    }
    case 'remove':
      if (values.evidence === undefined) throw new Error('Removing a site needs --evidence <file> for its evidence.');
      return removeSite(id, current.settings.evidenceDays ?? null, values.evidence, context);
    case 'restore':
      if (!/^\d+$/.test(rest[0] ?? '')) throw new Error(usage);
      return changed(await restoreSettings(store, id, Number(rest[0]), { by, at }));
    default:
      throw new Error(usage);
  }
}

async function add(
  id: string,
  values: { name?: string | undefined; origin?: string[] | undefined; settings?: string | undefined },
  { store, vault, now: at, by }: CommandContext,
): Promise<CommandResult> {
  const earlier = await currentSettings(store, id);
  const origins = values.origin?.toSorted() ?? earlier?.settings.origins ?? [];
  const given = {
    ...(values.settings === undefined ? earlier?.settings : (fromFile(values.settings) as object)),
    name: values.name ?? earlier?.settings.name ?? id,
    origins,
  };
  if (earlier) {
    if (!isDeepStrictEqual(given, earlier.settings))
      throw new Error(`${id} exists with other settings. Change them by: set ${id} …`);
    return { text: `${id} is registered already; nothing is changed.`, json: { site: id, changed: false } };
  }
  if (origins.length === 0) throw new Error('A site needs at least one --origin.');
  // a second site ends the defaults of the first: its learners must not notice
  const count = (await store.siteVersions()).length;
  const unready = count === 0 ? [] : await incompleteSites(store, count + 1);
  if (unready.length > 0)
    throw new Error(`With one more site each states who it is. First:\n${incompleteText(unready)}`);
  const version = await changeSettings(store, vault, id, given, { by, at });
  const secret = newSecret();
  await store.addSecret(id, hashSecret(secret), at);
  const incomplete = (await incompleteSites(store)).filter(({ site }) => site === id);
  return {
    text: [
      `${id} is registered. Its secret, shown only once:`,
      ...(incomplete.length > 0 ? [`Before it can open sessions: ${incompleteText(incomplete)}`] : []),
      secret,
    ].join('\n'),
    json: { site: id, version, secret, missing: incomplete[0]?.missing ?? [], changed: true },
  };
}

async function list({ store }: CommandContext): Promise<CommandResult> {
  const incomplete = new Map((await incompleteSites(store)).map(({ site, missing }) => [site, missing]));
  const json = await Promise.all(
    (await store.siteVersions()).map(async ({ site, version }) => ({
      site,
      name: (await store.site(site))!.name,
      version,
      missing: incomplete.get(site) ?? [],
    })),
  );
  const lines = json.map(
    ({ site, name, version, missing }) =>
      `${site}  ${name}, version ${version}${missing.length > 0 ? `, must state ${missing.join(', ')}` : ''}`,
  );
  return { text: lines.join('\n'), json };
}

function fromFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`${path} cannot be read as JSON.`, { cause });
  }
}

/** The names of the settings that differ from the version before. */
function changedSettings(settings: string, before: string | undefined): string[] {
  const [now, earlier] = [storedSettings(settings), storedSettings(before)] as unknown as Record<string, unknown>[];
  return [...new Set([...Object.keys(now!), ...Object.keys(earlier!)])]
    .filter((name) => !isDeepStrictEqual(now![name], earlier![name]))
    .sort();
}
