/** `tsx demo/verifier/site.ts add <id> --origin https://site.example`: the registry of sites, from the command line. */
import { systemClock } from './clock.js';
import { openStore } from './open.js';
import { siteCommand } from './site-command.js';
import { storeSettingsFrom } from './settings.js';

try {
  const store = await openStore(storeSettingsFrom(process.env));
  try {
    console.log(await siteCommand(process.argv.slice(2), store, systemClock.now()));
  } finally {
    await store.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
