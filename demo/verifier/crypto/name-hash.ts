import { comparableName, comparableNameV1 } from '../../identity/name.js';
import type { Vault } from './vault.js';

/**
 * The keyed hash of a name for storage, with the version of the rule that names are compared by: `2.<hash>`. Hashes of
 * the first version have no prefix.
 */
export const nameHash = (name: string, vault: Vault): string => `2.${vault.hash('name 2', comparableName(name))}`;

/** The hash under the first version of the rule: compared with stored hashes of that version, never stored. */
export const nameHashV1 = (name: string, vault: Vault): string => vault.hash('name', comparableNameV1(name));
