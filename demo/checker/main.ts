/**
 * `npx mo-otp-gate check <verifier> …`, here `npm run check -- <verifier> …`: checks a verifier against the contract.
 * Exit code 0: all passed, 1: some failed, 2: wrong settings.
 */
import { writeFileSync } from 'node:fs';
import { remoteClock, realTime } from './verifier-clock.js';
import { wrongSetting } from './probe.js';
import { junit, linesOf, summary } from './report.js';
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
  const { json, verbose } = settings;
  const verifierClock =
    settings.clock === undefined
      ? realTime((seconds) => console.error(`… waiting ${seconds} s for the verifier's clock`))
      : remoteClock(settings.clock);
  const wrong = await wrongSetting(settings, verifierClock);
  if (wrong !== undefined) {
    console.error(wrong);
    process.exitCode = 2;
    return;
  }
  const started = performance.now();
  const results: CaseResult[] = [];
  for await (const result of check(settings, verifierClock)) {
    results.push(result);
    if (!json) console.log(linesOf(result, verbose).join('\n'));
  }
  const seconds = (performance.now() - started) / 1000;
  console.log(
    json ? JSON.stringify({ verifier: settings.verifier, seconds, results }) : summary(results, seconds).join('\n'),
  );
  if (settings.junit !== undefined) writeFileSync(settings.junit, junit(results, seconds));
  if (results.some(({ result }) => result === 'failed')) process.exitCode = 1;
}
