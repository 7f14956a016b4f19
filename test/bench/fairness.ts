/**
 * `npx tsx test/bench/fairness.ts`: whether one of forty sites can slow the others down, by a flood of requests or by
 * an authority that takes ten seconds to answer. Each round measures the others undisturbed and disturbed, in turns;
 * the 95th percentile may rise to 1.5 times. Rounds double until they decide, up to `ROUNDS`. Exits with code 1 when it
 * rises further, and with 2 when all rounds leave it undecided. `DATABASE_URL` selects PostgreSQL.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hashSecret, newSecret } from '../../demo/verifier/crypto/secrets.js';
import { presets } from '../../demo/verifier/domain/policy-presets.js';
import { changeSettings } from '../../demo/verifier/sites/change-settings.js';
import { startProcesses } from '../support/processes.js';
import { load, postRequest, type Request } from './load.js';
import { compare, type Verdict } from './statistics.js';

const { learner: _learner, ...manual } = presets.manual;
const siteCount = 40;
const firstRounds = 8;
const roundLimit = Number(process.env['ROUNDS'] ?? 64);
const slowMs = 10_000;
const connections = 8;
const attemptsPerSite = 10;
const headers = { origin: 'http://site.test' };
const checkpoint = { kind: 'lesson', course: 'c', class: '1', number: 1 } as const;
const learner = (site: number, ref = 'l') => ({ ref, name: '홍길동', phone: `010-0000-${1000 + site}` });

/** HRD Korea: slow for the first site, and rejecting every code at once for the others. */
const authority = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    const answer = () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"code":"AP001"}');
    if (new URLSearchParams(body).get('AGTID') === 'INST0') setTimeout(answer, slowMs).unref();
    else answer();
  });
});
await new Promise<void>((resolve) => authority.listen(0, '127.0.0.1', resolve));

const databaseUrl = process.env['DATABASE_URL'];
const v = await startProcesses({
  count: 2,
  ...(databaseUrl !== undefined && { databaseUrl }),
  settings: { HRD_KOREA_OTP_URL: `http://127.0.0.1:${(authority.address() as AddressInfo).port}` },
});
const secrets: string[] = [];
for (let i = 0; i < siteCount; i++) {
  const secret = newSecret();
  const settings = {
    name: `site ${i}`,
    origins: ['http://site.test'],
    policy: { ...manual, rules: { ...manual.rules, enrolment: { when: 'never' } } },
    authority: { kind: 'hrd-korea', institution: `INST${i}` },
    identity: { kind: 'sandbox' },
    captcha: { kind: 'work' },
    sms: { kind: 'none' },
    help: {},
    limits: { session: i === 0 ? 120 : 100_000 },
  };
  await changeSettings(v.store, async () => v.vault, `s${i}`, settings, { by: 'bench', at: Date.now() });
  await v.store.addSecret(`s${i}`, hashSecret(secret), Date.now());
  secrets.push(secret);
}

const url = (i: number, path: string) => `${v.urls[i % v.urls.length]!}${path}`;
const open = (site: number, ref: string) =>
  v.openSession(learner(site, ref), checkpoint, { origin: headers.origin }, secrets[site]);
async function challenge(session: string, method: string): Promise<string> {
  const reply = await v.post('/challenge', { session, method }, headers);
  if (reply.status !== 200) throw new Error(`${reply.status} ${await reply.text()}`);
  return ((await reply.json()) as { id: string }).id;
}
const verify = (i: number, id: string, proof: object): Request =>
  postRequest(url(i, '/verify'), { challenge: id, attempt: randomUUID(), proof }, headers);

/** An attempt with evidence at each of the other sites, some times over: 95th percentile in milliseconds. */
async function others(): Promise<number> {
  const requests: Request[] = [];
  const sessions = await Promise.all(
    Array.from({ length: siteCount - 1 }, (_, i) => open(i + 1, `quiet-${randomUUID()}`)),
  );
  for (let n = 0; n < attemptsPerSite; n++)
    requests.push(
      ...(await Promise.all(
        sessions.map(async (session, i) => verify(i, await challenge(session, 'captcha'), { payload: 'e30=' })),
      )),
    );
  const { times } = await load(requests, connections, (body) => body.includes('wrong-answer'));
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)]!;
}

/** Requests of one session at the first site, far beyond its limit, for as long as `work` takes. */
async function duringFlood<T>(work: () => Promise<T>): Promise<T> {
  const session = await open(0, `flood-${randomUUID()}`);
  let isOver = false;
  let sent = 0;
  const flood = Array.from({ length: 16 }, async (_, i) => {
    const request = postRequest(url(i, '/challenge'), { session }, headers);
    while (!isOver) {
      await load(Array(20).fill(request) as Request[], 1, () => true);
      sent += 20;
    }
  });
  const started = performance.now();
  try {
    return await work();
  } finally {
    isOver = true;
    await Promise.all(flood);
    floodRates.push((sent * 1000) / (performance.now() - started));
  }
}
const floodRates: number[] = [];

/** A hundred learners of the first site wait for its authority meanwhile. */
async function duringSlowAuthority<T>(work: () => Promise<T>): Promise<T> {
  const waiting = await Promise.all(
    Array.from({ length: 100 }, async (_, i) =>
      verify(i, await challenge(await open(0, `slow-${randomUUID()}`), 'motp'), { code: String(100_000 + i) }),
    ),
  );
  const all = load(waiting, waiting.length, () => true);
  const done = await work();
  await all;
  return done;
}

const verdicts: Verdict[] = [];
await others(); // warms up
for (const [name, during] of Object.entries({ flood: duringFlood, 'slow authority': duringSlowAuthority })) {
  const [quiet, disturbed]: [number[], number[]] = [[], []];
  // it is decided at few points, because each look at a noisy interval is a chance to decide wrongly
  for (let round = 0, until = firstRounds; round < Math.min(until, roundLimit); round++) {
    const measure = [
      async () => void quiet.push(await others()),
      async () => void disturbed.push(await during(others)),
    ];
    for (const one of round % 2 === 0 ? measure : measure.reverse()) await one();
    if (round === until - 1 && compare(disturbed, quiet, 1.5).verdict === 'undecided') until *= 2;
  }
  const { ratio, verdict } = compare(disturbed, quiet, 1.5);
  verdicts.push(verdict);
  const text = (values: number[]) => values.map((value) => value.toFixed(1)).join(' ');
  console.log(
    `${name}: p95 of the others ${ratio.toFixed(2)} times the undisturbed (1.5 allowed): ${verdict} after ${quiet.length} rounds`,
  );
  console.log(`  undisturbed ${text(quiet)} ms\n  disturbed   ${text(disturbed)} ms`);
}
console.log(`the flood sent ${floodRates.map((rate) => Math.round(rate)).join(' ')} requests a second`);
await v.close();
authority.close();
process.exitCode = verdicts.includes('missed') ? 1 : verdicts.includes('undecided') ? 2 : 0;
