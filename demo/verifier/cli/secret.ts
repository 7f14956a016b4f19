/** `npm run secret -- add <site>`: manages the secrets that sites' servers authenticate with. */
import { runCommand } from './run-command.js';
import { secretCommand } from './secret-command.js';

await runCommand(secretCommand);
