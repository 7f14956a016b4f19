/**
 * Runs what takes too long for every change: `npm run drills` everything, `npm run drills -- fuzz attack` some. Each
 * drill is a command; it passes with exit code 0.
 */
import { spawnSync } from 'node:child_process';

const drills = {
  /** Many random requests to every route of the verifier. */
  fuzz: { command: ['node', 'test/run.mjs', 'fuzz'], env: { FUZZ_RUNS: '2000' } },
  /** Concurrent requests to several processes, again and again. */
  attack: { command: ['node', 'test/run.mjs', 'verifier/attack'], env: { ATTACK_ROUNDS: '50' } },
  /** Every case of the checker against every fault of the second verifier. */
  checker: { command: ['node', 'test/run.mjs', 'checker/second-verifier'], env: { FAULT_CASES: 'all' } },
  /** Whether the time of a refusal reveals more than its text. */
  timing: { command: ['npm', 'run', '-s', 'bench', '--', 'timing'] },
  /** Whether one of forty sites can slow the others down. */
  fairness: { command: ['node', '--import', 'tsx', 'test/bench/fairness.ts'] },
  /** Whether the tests notice a change in the pure parts. */
  mutation: { command: ['npm', 'run', '-s', 'mutate'] },
};

const selected = process.argv.slice(2);
const unknown = selected.filter((name) => !(name in drills));
if (unknown.length > 0) {
  console.error(`There is no drill ${unknown.join(', ')}. The drills: ${Object.keys(drills).join(', ')}`);
  process.exit(2);
}

const results = Object.entries(drills)
  .filter(([name]) => selected.length === 0 || selected.includes(name))
  .map(
    ([
      name,
      {
        command: [program, ...args],
        env,
      },
    ]) => {
      console.log(`\n— ${name}: ${[program, ...args].join(' ')}`);
      const started = Date.now();
      const { status } = spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
      return { name, passed: status === 0, minutes: (Date.now() - started) / 60_000 };
    },
  );

console.log();
for (const { name, passed, minutes } of results)
  console.log(`${passed ? '✔' : '✖'}${minutes.toFixed(1).padStart(6)} min  ${name}`);
const passed = results.filter((result) => result.passed).length;
console.log(`\n${passed} passed, ${results.length - passed} failed`);
process.exitCode = passed === results.length ? 0 : 1;
