import { isDeepStrictEqual } from 'node:util';
import { presets } from '../domain/policy-presets.js';
import type { Policy } from '../domain/policy.js';
import type { DefaultSettings } from '../sites/default-settings.js';
import { identifyingSettings } from '../sites/own-settings.js';

/** The name of a preset, for the form; a policy that is none has no name. */
const nameOf = (policy: Policy) =>
  Object.entries(presets).find(([, preset]) => isDeepStrictEqual(preset, policy))?.[0] ?? 'that of this verifier';

/** The default of each setting as the form shows it; beside other sites (`sites` counts all), who a site is has none. */
export function formDefaults(defaults: DefaultSettings, sites: number): Record<string, unknown> {
  const all: Record<string, unknown> = {
    ...defaults,
    policy: nameOf(defaults.policy),
    learner: defaults.learner ?? defaults.policy.learner,
  };
  if (sites > 1) for (const name of identifyingSettings) delete all[name];
  return all;
}

/** The rules of a policy by the name of its preset: what a policy of one's own starts with. */
export const policyNamed =
  (defaults: DefaultSettings) =>
  (path: string, name: string): unknown =>
    path === 'policy' ? (presets[name as keyof typeof presets] ?? defaults.policy) : undefined;
