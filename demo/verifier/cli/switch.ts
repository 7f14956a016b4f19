/** `npm run switch -- off method phone --reason …`: switches methods, providers, carriers and HRD Korea off and on. */
import { runCommand } from './run-command.js';
import { switchCommand } from './switch-command.js';

await runCommand(switchCommand);
