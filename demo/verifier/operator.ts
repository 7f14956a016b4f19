/** `npm run operator -- add <site> --name <who>`: who may look at a site's evidence, from the command line. */
import { systemClock } from './clock.js';
import { openStore } from './open.js';
import { operatorCommand } from './operator/command.js';
import { storeSettingsFrom } from './settings.js';

try {
  const store = await openStore(storeSettingsFrom(process.env));
  try {
    console.log(await operatorCommand(process.argv.slice(2), store, systemClock.now()));
  } finally {
    await store.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
