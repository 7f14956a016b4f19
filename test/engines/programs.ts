/** Where this machine's Firefox and WebKit are, and how to get them. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian's packages of an engine. */
export const packages = {
  chromium: 'chromium',
  firefox: 'firefox-esr',
  webkit: 'webkit2gtk-driver xvfb evilwm',
} as const;
export type EngineName = keyof typeof packages;

/** The engines that ENGINES names (`ENGINES=firefox,webkit`), by default all. */
export const wanted = (): EngineName[] =>
  (process.env['ENGINES']?.split(',') as EngineName[] | undefined) ?? (Object.keys(packages) as EngineName[]);

export const missing = (name: EngineName) =>
  `${name} is not on this machine: its stories are skipped (Debian: apt-get install ${packages[name]})`;

/** Where a program is, if it is: in the PATH or at an address. */
const where = (...names: string[]) =>
  names
    .flatMap((name) =>
      name.startsWith('/') ? name : (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)),
    )
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });

export const firefox = () => where(process.env['FIREFOX_PATH'] ?? 'firefox-esr');

/** WebKit's driver and its browser, where the screen that they need can be had, too. */
export function webkit() {
  const driver = where('WebKitWebDriver');
  const browser = where(
    ...['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`),
  );
  return driver && browser && where('Xvfb') && where('evilwm') ? { driver, browser } : undefined;
}
