import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { addSite } from '../sites/add-site.js';
import { changedFields } from '../sites/changed-fields.js';
import { changeSettings, currentSettings, restoreSettings, storedSettings } from '../sites/change-settings.js';
import { incompleteSites, incompleteText } from '../sites/faults.js';
import { removeSite } from './remove-site.js';
import { assigned } from './assignments.js';
import { UsageError, type Register } from './command-line.js';
import { timeText, type CommandContext, type CommandResult } from './context.js';

/** `site`: the sites and their settings. A command that fails changes nothing. */
export const siteCommands: Register<Needs> = (group, action) => {
  group
    .command('add <id>')
    .description(
      'register a site and print its first secret, which is shown only once; a site that exists is not changed',
    )
    .option('--origin <origin>', 'an origin of its pages; may be repeated', collected)
    .option('--name <name>', 'the name of the institution')
    .option('--settings <file>', 'settings as JSON')
    .action(action((context, id: string, options: AddOptions) => add(id, options, context)));

  group.command('list').description('list all sites and what each still has to state itself').action(action(list));

  group
    .command('show <id> [version]')
    .description('print the settings, the latest or a former version; secrets are references')
    .action(
      action(async ({ store }, id: string, former: string | undefined) => {
        const current = await existing(store, id);
        const version = former === undefined ? current.version : Number(former);
        const settings =
          version === current.version
            ? current.settings
            : storedSettings((await store.settingsVersion(id, version))?.settings);
        if (!settings.name) throw new Error(`${id} has no version ${former} of its settings.`);
        return {
          text: `${id}, version ${version} of its settings\n${JSON.stringify(settings, null, 2)}`,
          json: { site: id, version, settings },
        };
      }),
    );

  group
    .command('set <id> [setting=value...]')
    .description('change settings: values are JSON or text, @file is the text of a file, nothing removes the setting')
    .option('--settings <file>', 'all settings as JSON, before the single ones')
    .action(
      action(
        async (
          { store, vault, now: at, by },
          id: string,
          assignments: string[],
          { settings }: { settings?: string },
        ) => {
          if (settings === undefined && assignments.length === 0)
            throw new UsageError('Nothing to set: give <setting>=<value> or --settings <file>.');
          const current = await existing(store, id);
          const base = settings === undefined ? current.settings : fromFile(settings);
          const version = await changeSettings(store, vault, id, assigned(base, assignments), { by, at });
          return changed(id, current.version, version);
        },
      ),
    );

  group
    .command('history <id>')
    .description('list the versions of the settings: who changed what, and when')
    .action(
      action(async ({ store }, id: string) => {
        await existing(store, id);
        const versions = await store.settingsHistory(id);
        const json = versions.map((one, i) => ({
          version: one.version,
          by: one.by,
          at: timeText(one.at),
          changed: changedSettings(one.settings, versions[i + 1]?.settings),
        }));
        const lines = json.map((one) => `  ${one.version}  ${one.at}  ${one.by}: ${one.changed.join(', ')}`);
        return { text: [`versions of ${id}:`, ...lines].join('\n'), json };
      }),
    );

  group
    .command('restore <id> <version>')
    .description('make a former version the latest')
    .action(
      action(async ({ store, now: at, by }, id: string, version: string) => {
        const current = await existing(store, id);
        if (!/^\d+$/.test(version)) throw new UsageError(`${version} is no version: see history ${id}.`);
        return changed(id, current.version, await restoreSettings(store, id, Number(version), { by, at }));
      }),
    );

  group
    .command('remove <id>')
    .description(
      'write all evidence of a site to a new file, then erase the site: only its evidence and the audit log stay, as ' +
        'long as its settings say',
    )
    .requiredOption('--evidence <file>', 'the new file for its evidence')
    .action(
      action(async (context, id: string, { evidence }: { evidence: string }) => {
        const { settings } = await existing(context.store, id);
        return removeSite(id, settings.evidenceDays ?? null, evidence, context);
      }),
    );

  group
    .command('doctor')
    .description('fail and name each setting that a site must state itself and does not')
    .action(
      action(async ({ store }) => {
        const incomplete = await incompleteSites(store);
        const failed = incomplete.length > 0;
        return { text: failed ? incompleteText(incomplete) : 'Every site is complete.', json: incomplete, failed };
      }),
    );
};

type Needs = Omit<CommandContext, 'settings'>;

interface AddOptions {
  name?: string;
  origin?: string[];
  settings?: string;
}

const collected = (origin: string, earlier: string[] = []) => [...earlier, origin];

async function existing(store: Needs['store'], id: string) {
  const current = await currentSettings(store, id);
  if (!current) throw new Error(`There is no site ${id}.`);
  return current;
}

const changed = (site: string, before: number, version: number): CommandResult => ({
  text: version === before ? `${site} is not changed.` : `${site} has version ${version} of its settings.`,
  json: { site, version, changed: version !== before },
});

async function add(id: string, values: AddOptions, { store, vault, now: at, by }: Needs): Promise<CommandResult> {
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
  const added = await addSite(store, vault, id, given, { by, at });
  return {
    text: [
      `${id} is registered. Its secret, shown only once:`,
      ...(added.missing.length > 0
        ? [`Before it can open sessions: ${incompleteText([{ site: id, missing: added.missing }])}`]
        : []),
      added.secret,
    ].join('\n'),
    json: { site: id, ...added, changed: true },
  };
}

async function list({ store }: Pick<Needs, 'store'>): Promise<CommandResult> {
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
const changedSettings = (settings: string, before: string | undefined): string[] => [
  ...new Set(changedFields(settings, before).map(({ field }) => field.split('.')[0]!)),
];
