import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The current master keys: the first seals, every key opens. */
export type MasterKeys = () => readonly Uint8Array[];

export const masterKeyBytes = 32;

const read = (text: string) =>
  text
    .split(/[\s,]+/)
    .filter((key) => key !== '')
    .map((key) => Buffer.from(key, 'base64'));
const written = (keys: readonly Uint8Array[]) =>
  `${keys.map((key) => Buffer.from(key).toString('base64')).join('\n')}\n`;

/** Master keys as base64, separated by commas. */
export const masterKeysIn = (text: string): MasterKeys => {
  const keys = read(text);
  return () => keys;
};

/** Master keys in a file, created at the first start with mode 0600 and read again when it changes. */
export function masterKeyFile(path: string): MasterKeys {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(path, written([randomBytes(masterKeyBytes)]), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  let seen: { mark: string; keys: readonly Uint8Array[] } | undefined;
  return () => {
    const { mtimeMs, ino, size } = statSync(path);
    const mark = `${mtimeMs} ${ino} ${size}`;
    if (seen?.mark !== mark) seen = { mark, keys: read(readFileSync(path, 'utf8')) };
    return seen.keys;
  };
}

/** Adds a new master key in front of those in the file. */
export const addMasterKey = (path: string): void =>
  replace(path, [randomBytes(masterKeyBytes), ...masterKeyFile(path)()]);

/** Keeps only the first master key in the file; text sealed with the others can no longer be opened. */
export const dropOldMasterKeys = (path: string): void => replace(path, masterKeyFile(path)().slice(0, 1));

/** Replaces the file atomically: a reader sees the old keys or the new. */
function replace(path: string, keys: readonly Uint8Array[]) {
  writeFileSync(`${path}.new`, written(keys), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
