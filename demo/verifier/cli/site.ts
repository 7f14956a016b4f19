/** `tsx demo/verifier/cli/site.ts add <id> --origin https://site.example`: manages the registry of sites. */
import { systemClock } from '../domain/clock.js';
import { siteCommand } from './site-command.js';
import { storeCommand } from './store-command.js';

await storeCommand(async (store) => console.log(await siteCommand(process.argv.slice(2), store, systemClock.now())));
