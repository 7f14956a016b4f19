import type { Vault } from '../crypto/vault.js';
import type { StoreSettings } from '../settings.js';
import type { Store } from '../store/store.js';

/** The dependencies of the commands on the store. */
export interface CommandContext {
  store: Store;
  settings: StoreSettings;
  /** Opens the vault; only commands that seal or open something need the master key. */
  vault(): Promise<Vault>;
  /** Epoch milliseconds. */
  now: number;
  /** Who runs the command, for the history. */
  by: string;
}

/** The result of a command: `text` for people, `json` for `--json`. */
export interface CommandResult {
  text: string;
  json: unknown;
  /** Whether the command found something wrong: the exit code is 1. */
  failed?: boolean;
}

/** The time of a change for people. */
export const timeText = (at: number): string => new Date(at).toISOString();

/** The result as it is printed. */
export const printed = ({ text, json }: CommandResult, asJson: boolean): string =>
  asJson ? JSON.stringify(json, null, 2) : text;
