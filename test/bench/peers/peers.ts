/**
 * `npm run bench:peers` compares the gate with alternatives in one Chromium, from one loopback server, in paired rounds
 * (`ROUNDS`, 25 by default). Prints tables in Markdown and the goals that are missed.
 */
import puppeteer from 'puppeteer-core';
import { findChromium } from '../../support/find-chromium.js';
import { compare, estimate, type Verdict } from '../statistics.js';
import { head, row } from '../table.js';
import { answer } from './answer.js';
import { altcha, blank, cap, contenders, floor, ours, type Contender } from './contenders.js';
import { serve } from './serve.js';
import { slow4G, visit, type Conditions, type Visit } from './visit.js';

const rounds = Number(process.env['ROUNDS'] ?? 25);
const conditions = {
  fast: { cpu: 1 },
  traced: { cpu: 1, traced: true },
  'slow CPU': { cpu: 4 },
  'slow 4G': { cpu: 1, network: slow4G },
} satisfies Record<string, Conditions>;
type Condition = keyof typeof conditions;

const server = await serve();
const { executablePath, args, env, headless } = await findChromium();
const browser = await puppeteer.launch({
  protocolTimeout: 60_000,
  executablePath,
  headless,
  ...(env && { env }),
  args: [...args, '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
});
const visits: Record<Condition, Map<Contender, Visit[]>> = {
  fast: new Map(),
  traced: new Map(),
  'slow CPU': new Map(),
  'slow 4G': new Map(),
};
const answers = new Map<Contender, number[]>([
  [ours, []],
  [floor, []],
]);
let measured = 0;
try {
  // the first visit includes the browser's own start-up
  for (const one of [blank, ...contenders]) await visit(browser, server.origin, server.taken, one, conditions.fast);
  for (let round = 0; round < rounds; round++) {
    process.stderr.write(`round ${round + 1} of ${rounds}\r`);
    // each round starts with another contender
    const all = [blank, ...contenders];
    const order = [...all.slice(round % all.length), ...all.slice(0, round % all.length)];
    for (const [name, condition] of Object.entries(conditions) as [Condition, Conditions][])
      for (const one of order)
        visits[name].set(one, [
          ...(visits[name].get(one) ?? []),
          await visit(browser, server.origin, server.taken, one, condition),
        ]);
    for (const [one, waits] of answers) waits.push(await answer(browser, server.origin, one));
    measured++;
  }
} catch (cause) {
  // a late failure keeps the complete rounds before it
  if (measured < 2) throw cause;
  for (const values of [...Object.values(visits).flatMap((seen) => [...seen.values()]), ...answers.values()])
    values.length = measured;
  console.error(`\nround ${measured + 1} failed:`, cause);
  process.exitCode = 1;
} finally {
  await browser.close();
  server.close();
}

interface Where {
  condition?: Condition;
  over?: Contender;
}
const values = (one: Contender, what: keyof Visit, { condition = 'fast', over }: Where = {}) =>
  visits[condition]
    .get(one)!
    .map((seen, round) => seen[what] - (over ? visits[condition].get(over)![round]![what] : 0));
const cell = (of: number[], digits = 0) => {
  const { mean, within } = estimate(of);
  return within < 10 ** -digits / 2 ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${within.toFixed(digits)}`;
};

console.log(
  `${measured} rounds; CPU and main thread in milliseconds of CPU time, rendered in milliseconds, mean ± half of the 95 % interval\n`,
);
head(
  '',
  'bytes (brotli)',
  'requests',
  'other hosts',
  'script CPU',
  'main thread over blank',
  'heap KB over blank',
  'nodes',
  'layout shift',
  'rendered',
  '4x slower CPU',
  'slow 4G',
);
for (const one of contenders)
  row(
    one.name,
    ...(['bytes', 'requests', 'thirdParties'] as const).map((what) =>
      estimate(values(one, what)).mean.toLocaleString('en'),
    ),
    cell(values(one, 'script', { condition: 'traced' }), 1),
    cell(values(one, 'mainThread', { over: blank }), 1),
    cell(values(one, 'heapKB', { over: blank })),
    cell(values(one, 'nodes', { over: blank })),
    cell(values(one, 'shift'), 3),
    ...(['fast', 'slow CPU', 'slow 4G'] as const).map((condition) => cell(values(one, 'rendered', { condition }))),
  );
console.log('\nFrom the sixth digit to the verdict on the screen, over the network’s own time, in milliseconds');
for (const [one, waits] of answers) console.log(`  ${one.name}: ${cell(waits, 1)}`);

const goals: [goal: string, verdict: Verdict, figure: string][] = [];
const goal = (text: string, factor: number, theirs: Contender, what: keyof Visit, where: Where = {}) => {
  const { ratio, verdict } = compare(values(ours, what, where), values(theirs, what, where), factor);
  goals.push([`${text} at most ${factor} x ${theirs.name}`, verdict, `${ratio.toFixed(2)} x`]);
};
const bytes = (one: Contender) => estimate(values(one, 'bytes')).mean;
for (const peer of contenders.filter((one) => one !== ours && one !== floor))
  goals.push([
    `smaller than ${peer.name}`,
    bytes(ours) < bytes(peer) ? 'met' : 'missed',
    `${bytes(ours) - bytes(peer)} bytes`,
  ]);
goal('script CPU', 0.5, cap, 'script', { condition: 'traced' });
goal('script CPU', 0.4, altcha, 'script', { condition: 'traced' });
goal('main thread', 1, cap, 'mainThread', { over: blank });
goals.push([
  'layout shift 0',
  Math.max(...values(ours, 'shift')) === 0 ? 'met' : 'missed',
  String(Math.max(...values(ours, 'shift'))),
]);
for (const condition of ['fast', 'slow CPU', 'slow 4G'] as const)
  goal(`rendered (${condition})`, 1.15, floor, 'rendered', { condition });
console.log('\nGoals');
for (const [text, verdict, figure] of goals) console.log(`  ${verdict.padEnd(9)} ${text}: ${figure}`);
