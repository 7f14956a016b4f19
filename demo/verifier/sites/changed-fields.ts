/** What one version of a site's settings changed. */
import { storedSettings } from './change-settings.js';
import { isSealedReference, type SiteSettings } from './site-settings.js';

/** A setting by its path, such as `help.phone`, as it was and as it is; `undefined`: not stated. */
export interface ChangedField {
  field: string;
  before: string | undefined;
  after: string | undefined;
}

/** How a secret is shown: by the name of its sealed text, which changes with the secret. */
const textOf = (value: unknown): string =>
  isSealedReference(value) ? `secret ${value.sealed}` : typeof value === 'string' ? value : JSON.stringify(value);

/** Settings as texts by path. An object without members and a list are one value. */
export function flattened(value: unknown, path: readonly string[] = []): [string, string][] {
  const isBranch =
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !isSealedReference(value) &&
    Object.keys(value).length > 0;
  if (!isBranch) return value === undefined ? [] : [[path.join('.'), textOf(value)]];
  return Object.entries(value).flatMap(([name, inner]) => flattened(inner, [...path, name]));
}

/** The settings that differ between two versions as they are stored, in the order of their paths. */
export function changedFields(settings: string, before: string | undefined): ChangedField[] {
  const of = (stored: SiteSettings) => new Map(flattened(stored).filter(([field]) => field !== ''));
  const [now, earlier] = [of(storedSettings(settings)), of(storedSettings(before))];
  return [...new Set([...earlier.keys(), ...now.keys()])]
    .sort()
    .map((field) => ({ field, before: earlier.get(field), after: now.get(field) }))
    .filter((one) => one.before !== one.after);
}
