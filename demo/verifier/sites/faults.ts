import type { VersionedSettings } from '../store/site-settings.js';
import type { Sites } from '../store/sites.js';
import { currentSettings } from './change-settings.js';
import { missingSettings, type IdentifyingSetting } from './own-settings.js';

/** A site that cannot open sessions, and the settings that it must state first. */
export interface IncompleteSite {
  site: string;
  missing: readonly IdentifyingSetting[];
}

/** The sites that lack settings of their own if there are `sites` sites; default: those that there are. */
export async function incompleteSites(
  store: VersionedSettings & Pick<Sites, 'site'>,
  sites?: number,
): Promise<IncompleteSite[]> {
  const all = await store.siteVersions();
  const found: IncompleteSite[] = [];
  for (const { site } of all) {
    const { settings } = (await currentSettings(store, site))!;
    const missing = missingSettings(settings, sites ?? all.length);
    if (missing.length > 0) found.push({ site, missing });
  }
  return found;
}

/** One sentence for each such site. */
export const incompleteText = (sites: readonly IncompleteSite[]): string =>
  sites.map(({ site, missing }) => `${site} must state its own ${missing.join(', ')}.`).join('\n');
