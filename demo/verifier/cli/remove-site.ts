import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { asJson, found } from '../evidence/export.js';
import { prove } from '../evidence/prove.js';
import { personalDataOf } from '../personal-data/open.js';
import type { CommandContext, CommandResult } from './context.js';

/**
 * Writes a site's evidence to a new file, as `prove-evidence --earlier` reads it, and erases the site.
 * @throws when its evidence is not whole, when reports of it still wait, or when the file exists; then nothing is erased
 */
export async function removeSite(
  id: string,
  evidenceDays: number | null,
  file: string,
  { store, vault, now }: Pick<CommandContext, 'store' | 'vault' | 'now'>,
): Promise<CommandResult> {
  if ((await store.sitesWithOutboxMessages(Number.MAX_SAFE_INTEGER)).includes(id))
    throw new Error(`Reports of ${id} still wait for its authority. Remove it when they are acknowledged.`);
  const { evidence } = await personalDataOf(store, await vault(), { now: () => now });
  const { entries, chains, faults, fingerprint } = await prove(evidence, id);
  if (faults.length > 0) throw new Error(`The evidence of ${id} is not whole:\n${faults.join('\n')}`);
  await pipeline(asJson(found(evidence, { site: id })), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  await store.removeSite(id, now, evidenceDays);
  return {
    text: [
      `${id} is removed. ${entries} entries of evidence in ${chains} chains are in ${file}; they also stay here until`,
      `their time is over. fingerprint ${fingerprint}`,
    ].join('\n'),
    json: { site: id, removed: true, entries, chains, fingerprint, file },
  };
}
