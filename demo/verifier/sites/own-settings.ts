import type { SiteSettings } from './site-settings.js';

/**
 * The settings that identify an institution. A verifier with one site takes them from the environment; from the second
 * site on each site states its own, so that no institution appears under the name, keys or number of another.
 */
export const identifyingSettings = [
  'authority',
  'identity',
  'captcha',
  'sms',
  'help',
] as const satisfies (keyof SiteSettings)[];

export type IdentifyingSetting = (typeof identifyingSettings)[number];

/** The settings that a site must state itself and does not; `sites` is the number of sites at this verifier. */
export const missingSettings = (
  settings: { [name in IdentifyingSetting]?: unknown },
  sites: number,
): IdentifyingSetting[] => (sites < 2 ? [] : identifyingSettings.filter((name) => settings[name] === undefined));
