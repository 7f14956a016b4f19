import { statSync } from 'node:fs';
import { integrityOf, ownAssets } from '../assets/own-assets.js';
import { addressOf, keyFile } from '../compose.js';
import { lookupPlace } from '../crypto/vault.js';
import { settingsFrom } from '../settings.js';
import { reportedMs } from '../store/database-clock.js';
import { currentSettings } from '../sites/change-settings.js';
import { incompleteSites } from '../sites/faults.js';
import type { Register } from './command-line.js';
import type { CommandContext } from './context.js';
import { findingLines, productionFaults, type Finding } from './production.js';
import { retention, retentionLines } from './retention.js';

/**
 * `doctor`: lists what is not fit for production, with remedies; fails while there is an error among it. Goes on with how
 * long every table is kept, and ends with the script tag for sites.
 */
export const doctorCommands: Register = (doctor, action) => {
  doctor.action(
    action(async (context) => {
      const settings = settingsFrom(process.env);
      const assets = assetsFor(addressOf(settings));
      const findings = [
        ...productionFaults(settings),
        ...(assets ? [] : [withoutAssets]),
        ...(await storeFaults(context)),
      ];
      const periods = retention(settings, await sitesWithDays(context));
      const failed = findings.some(({ level }) => level === 'error');
      const verdict = failed ? 'This verifier is not fit for production.' : 'This verifier is fit for production.';
      const tag = assets ? ['The script tag for sites:', `  ${assets.tag}`] : [];
      return {
        text: [verdict, ...findingLines(findings), 'Retention:', ...retentionLines(periods), ...tag].join('\n'),
        json: { fit: !failed, findings, retention: periods, ...(assets && { assets }) },
        failed,
      };
    }),
  );
};

const withoutAssets: Finding = {
  level: 'warning',
  about: 'the gate’s files',
  fault: 'are missing, so no page can load them from here',
  remedy: 'run npm run build',
};

/** The tag for sites, and the files of this version with their hashes; `undefined` where there are none. */
function assetsFor(address: string) {
  const own = ownAssets();
  if (!own) return undefined;
  const at = (path: string) => new URL(path, address).href;
  return {
    tag: `<script src="${at('loader.js')}" data-verifier="${address}" async></script>`,
    version: own.version,
    files: Object.entries(own.files).map(([name, text]) => ({
      src: at(`assets/${own.version}/${name}`),
      integrity: integrityOf(text),
    })),
  };
}

/** The sites that state the days of their evidence themselves. */
async function sitesWithDays({ store }: Pick<CommandContext, 'store'>) {
  const found: { site: string; evidenceDays: number }[] = [];
  for (const { site } of await store.siteVersions()) {
    const evidenceDays = (await currentSettings(store, site))?.settings.evidenceDays;
    if (evidenceDays !== undefined) found.push({ site, evidenceDays });
  }
  return found;
}

async function storeFaults({ store, settings, vault, now }: CommandContext): Promise<Finding[]> {
  const found: Finding[] = [];
  const file = keyFile(settings);
  const mode = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode !== undefined && (mode & 0o077) !== 0)
    found.push({
      level: 'error',
      about: 'DATA_DIR',
      fault: `holds a master key that others on this machine can read`,
      remedy: `run chmod 600 ${file}`,
    });
  try {
    if ((await store.storedLookupKey(lookupPlace)) !== undefined) await vault();
  } catch (error) {
    found.push({
      level: 'error',
      about: file === undefined ? 'MASTER_KEY' : 'DATA_DIR',
      fault: 'does not hold the master key of this database',
      remedy: error instanceof Error ? error.message.split('\n')[0]!.replace(/\.$/, '') : 'restore it',
    });
  }
  const sites = await store.siteVersions();
  if (sites.length === 0)
    found.push({
      level: 'error',
      about: 'sites',
      fault: 'are missing, so no session can be opened',
      remedy: 'run mo-otp-verifier site add',
    });
  for (const { site, missing } of await incompleteSites(store))
    found.push({
      level: 'error',
      about: `site ${site}`,
      fault: 'cannot open sessions',
      remedy: `state its own ${missing.join(', ')} with mo-otp-verifier site set ${site}`,
    });
  const aheadMs = now - (await store.time());
  if (Math.abs(aheadMs) > reportedMs)
    found.push({
      level: 'warning',
      about: 'clock',
      fault: `of this machine differs from the database’s by ${Math.round(Math.abs(aheadMs) / 1000)} seconds`,
      remedy: 'let both follow NTP',
    });
  return found;
}
