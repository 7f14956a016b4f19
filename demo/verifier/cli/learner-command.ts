import { writeFileSync } from 'node:fs';
import { eraseLearner } from '../personal-data/erase-learner.js';
import { exportLearner } from '../personal-data/export-learner.js';
import { personalDataOf } from '../personal-data/open.js';
import { currentSettings } from '../sites/change-settings.js';
import type { Register } from './command-line.js';
import type { CommandContext } from './context.js';
import { defaultEvidenceDays } from './default-evidence-days.js';

type Needs = Pick<CommandContext, 'store' | 'vault' | 'now'>;

const unknown = (site: string) => new Error(`${site} has no such learner: nothing is kept.`);

/** `learner`: everything kept about one learner, and its erasure. */
export const learnerCommands: Register<Needs> = (learner, action) => {
  learner
    .command('export')
    .description('write everything kept about one learner to a new JSON file')
    .requiredOption('--site <id>', 'the site')
    .requiredOption('--ref <ref>', 'the site’s own id of its learner')
    .requiredOption('--file <file>', 'the file, which must not exist')
    .option('--reason <reason>', 'why evidence is read that is restricted; recorded')
    .action(
      action(async ({ store, vault, now }, given: { site: string; ref: string; file: string; reason?: string }) => {
        const { site, ref, file, reason } = given;
        const data = await personalDataOf(store, await vault(), { now: () => now });
        if (reason !== undefined) await store.addRestrictedAccess({ site, reason, at: now });
        const exported = await exportLearner({ store, ...data }, site, ref, reason !== undefined);
        if (!exported) throw unknown(site);
        writeFileSync(file, JSON.stringify(exported, null, 2), { flag: 'wx', mode: 0o600 });
        return { text: `Everything kept about the learner is in ${file}.`, json: { site, file } };
      }),
    );

  learner
    .command('erase')
    .description('erase a learner; evidence that a law keeps is restricted, and listed with its date')
    .requiredOption('--site <id>', 'the site')
    .requiredOption('--ref <ref>', 'the site’s own id of its learner')
    .action(
      action(async ({ store, vault, now }, { site, ref }: { site: string; ref: string }) => {
        const data = await personalDataOf(store, await vault(), { now: () => now });
        const days = (await currentSettings(store, site))?.settings.evidenceDays ?? defaultEvidenceDays();
        const report = await eraseLearner({ store, ...data }, site, ref, days, now);
        if (!report) throw unknown(site);
        const held = report.held.map(({ entry, until }) => `  entry ${entry} until ${until}`);
        return {
          text: [
            `Erased by the order ${report.order}.`,
            ...(held.length > 0 ? ['The law keeps evidence, which is restricted and then erased:', ...held] : []),
          ].join('\n'),
          json: { site, ...report },
        };
      }),
    );
};
