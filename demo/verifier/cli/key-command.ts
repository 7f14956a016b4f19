import { setTimeout } from 'node:timers/promises';
import { keyFile } from '../compose.js';
import { addMasterKey, dropOldMasterKeys } from '../crypto/master-keys.js';
import { newSigningKey } from '../crypto/signing-keys.js';
import type { Vault } from '../crypto/vault.js';
import { personalDataOf } from '../personal-data/open.js';
import { dropOlderDataKeys, rotateDataKey, type DataKeyRotated } from '../personal-data/rotate-data-key.js';
import type { Keys, Store } from '../store/store.js';
import type { Register } from './command-line.js';
import type { CommandContext, CommandResult } from './context.js';
import { mustExist } from './must-exist.js';

/** What the commands need of the settings: where the master keys are. */
export interface KeyRing extends Pick<CommandContext, 'vault' | 'now'> {
  store: Store;
  settings: Parameters<typeof keyFile>[0];
  /** Waits for milliseconds. */
  wait?: (milliseconds: number) => Promise<unknown>;
}

/** `keys`: rotates keys while verifiers run. */
export const keyCommands: Register<KeyRing> = (keys, action) => {
  keys
    .command('master')
    .description('add a new master key and reseal all data with it; the old keys still open')
    .action(
      action(async ({ store, vault, settings }) => {
        const file = keyFile(settings);
        const opened = await vault();
        if (file !== undefined) addMasterKey(file);
        const resealed = await resealAll(store, opened);
        return { text: `${resealed} texts were resealed with the first master key.`, json: { resealed } };
      }),
    );

  keys
    .command('drop')
    .description('a day later: remove the old master keys')
    .action(
      action(async ({ store, vault, settings }) => {
        const file = keyFile(settings);
        if (file === undefined) throw new Error('The master keys are in MASTER_KEY: remove the old ones there.');
        const resealed = await resealAll(store, await vault());
        dropOldMasterKeys(file);
        return { text: 'The old master keys are removed.', json: { resealed, dropped: true } };
      }),
    );

  keys
    .command('signing')
    .description('add a new token key, published now and signing in 15 minutes')
    .action(
      action(async ({ store, vault, now }) => {
        const key = await newSigningKey(await vault(), { now: () => now });
        await store.addSigningKey(key);
        return {
          text: `The key ${key.kid} is published and will sign in 15 minutes.`,
          json: { kid: key.kid, createdAt: new Date(key.createdAt).toISOString() },
        };
      }),
    );

  keys
    .command('data')
    .description('add a new data key of a site and reseal its learners, evidence and audit log with it')
    .requiredOption('--site <id>', 'the site')
    .option('--drop', 'an hour later: remove the older data keys, which still open until then')
    .action(
      action(async ({ store, vault, now, wait = setTimeout }, { site, drop }: { site: string; drop?: true }) => {
        await mustExist(store, site);
        const { keys: dataKeys } = await personalDataOf(store, await vault(), { now: () => now });
        const sources = { store, keys: dataKeys };
        return drop
          ? rotated(site, await dropOlderDataKeys(sources, site, now), 'The older ones are removed.')
          : rotated(site, await rotateDataKey(sources, site, wait), 'Run the same with --drop in an hour.');
      }),
    );
};

function rotated(site: string, { version, resealed }: DataKeyRotated, next: string): CommandResult {
  const { learners, evidence, searches } = resealed;
  return {
    text:
      `${learners} learners, ${evidence} entries of evidence and ${searches} of the audit log were resealed with the ` +
      `data key ${version} of ${site}. ${next}`,
    json: { site, version, resealed },
  };
}

/**
 * Reseals all text with the first master key; text that changed meanwhile is skipped, because it was just sealed with
 * it.
 */
async function resealAll(store: Keys, vault: Vault): Promise<number> {
  let count = 0;
  for (const text of await store.sealedTexts()) {
    const resealed = vault.reseal(text.sealed, text.id);
    if (resealed === null) continue;
    await store.replaceSealed(text, resealed);
    count++;
  }
  return count;
}
