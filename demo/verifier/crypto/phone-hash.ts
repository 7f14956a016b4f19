import { comparableNumber } from '../../identity/mobile-number.js';
import type { Vault } from './vault.js';

/**
 * The keyed hash of a phone number, of its device and of the learner who has it. Every number ever accepted has the same
 * digits under each version of the rule, so the hash needs none.
 */
export const phoneHash = (phone: string, vault: Vault): string => vault.hash('phone', comparableNumber(phone));
