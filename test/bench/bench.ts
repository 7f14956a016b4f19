/**
 * `npm run bench` measures the verifier on this machine, `npm run bench -- step-up` compares it with an alternative
 * that is installed on demand, `npm run bench -- timing` compares response times of refusals, `npm run bench -- light`
 * the gate's first screen with the same screen as plain HTML. Prints tables in Markdown.
 */
import { loadavg } from 'node:os';
import { startPostgres, withoutPostgres } from '../support/postgres.js';
import { light } from './light.js';
import { memory } from './memory.js';
import { stepUp } from './step-up/step-up.js';
import { stores } from './stores.js';
import { timing } from './timing.js';
import { number } from './table.js';
import { verifiers } from './verifiers.js';

const busy = () =>
  loadavg()
    .map((load) => number(load, 1))
    .join(', ');

console.log(`Load of this machine before (1, 5 and 15 minutes): ${busy()}\n`);
if (process.argv[2] === 'step-up') await stepUp();
else if (process.argv[2] === 'timing') await timing();
else if (process.argv[2] === 'light') await light();
else {
  const postgres = withoutPostgres ? undefined : await startPostgres();
  try {
    await verifiers(postgres);
    await stores(postgres);
    await memory();
    if (withoutPostgres) console.log(`\nWithout PostgreSQL: ${withoutPostgres}`);
  } finally {
    await postgres?.stop();
  }
}
console.log(`\nLoad of this machine after: ${busy()}`);
