/** `npm run operator -- add <site> --name <name>`: manages the operators of a site's evidence. */
import { systemClock } from '../domain/clock.js';
import { operatorCommand } from './operator-command.js';
import { storeCommand } from './store-command.js';

await storeCommand(async (store) =>
  console.log(await operatorCommand(process.argv.slice(2), store, systemClock.now())),
);
