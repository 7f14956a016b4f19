/** `npm run site -- add <id> --origin https://site.example`: manages sites and their settings. */
import { runCommand } from './run-command.js';
import { siteCommand } from './site-command.js';

await runCommand(siteCommand);
