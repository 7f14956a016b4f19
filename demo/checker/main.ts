/**
 * `npx mo-otp-gate check <verifier> …`, here `npm run check -- <verifier> …`: checks a verifier against the contract.
 * Exit code 0: all passed, 1: some failed, 2: wrong settings.
 */
import { remoteClock, realTime } from './verifier-clock.js';
import { check, type CaseResult } from './run.js';
import { settingsFrom, usage, type Settings } from './settings.js';

const [command, ...rest] = process.argv.slice(2);
const args = command === 'check' ? rest : process.argv.slice(2);
if (args.includes('--help')) console.log(usage);
else {
  const settings = readSettings(args);
  if (settings) await report(settings);
}

function readSettings(args: string[]): Settings | undefined {
  try {
    return settingsFrom(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exitCode = 2;
    return undefined;
  }
}

async function report(settings: Settings) {
  const verifierClock =
    settings.clock === undefined
      ? realTime((seconds) => console.error(`… waiting ${seconds} s for the verifier's clock`))
      : remoteClock(settings.clock);
  const count: Record<CaseResult['result'], number> = { passed: 0, failed: 0, skipped: 0 };
  for await (const { name, result, why } of check(settings, verifierClock)) {
    count[result]++;
    console.log(`${result === 'failed' ? 'FAILED ' : result} ${name}${why === undefined ? '' : ` - ${why}`}`);
  }
  console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  if (count.failed > 0) process.exitCode = 1;
}
