/** The endpoint as the README (Node) and the endpoint page (PHP) show it, against a complete verifier. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { tellTheStory } from '../support/site-story.js';
import { exam, hong, lesson, startVerifier, type SetClock, type TestVerifier } from '../support/verifier.js';
import { blocks, page } from './texts.js';

/** The snippet's data in a login session. */
type Grants = { scope: string; endsAt: number }[];
interface Endpoint {
  mayEnter(grants: Grants, learner: object, checkpoint: object): Promise<boolean>;
  openGate(
    grants: Grants,
    learner: object,
    checkpoint: object,
    origin: string,
  ): Promise<{ required: boolean; session?: string }>;
  redeem(grants: Grants, token: string, learner: object, checkpoint: object): Promise<boolean>;
  endEntry(grants: Grants, checkpoint: object): unknown;
}

const snippet = (path: string, language: string) =>
  blocks(page(path), language).find((code) => code.includes('/siteverify'))!;
const origin = 'http://site.test';

/** The README's snippet as a site's server runs it. */
async function endpointFor(url: string): Promise<Endpoint> {
  Object.assign(process.env, { VERIFIER_URL: url, SITE_SECRET: verifier.siteSecret });
  const file = join(mkdtempSync(join(folder, 'node-')), 'gate.mjs');
  writeFileSync(file, snippet('README.md', 'js'));
  return (await import(pathToFileURL(file).href)) as Endpoint;
}

let verifier: TestVerifier;
let folder: string;
let endpoint: Endpoint;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-endpoint-'));
  verifier = await startVerifier();
  endpoint = await endpointFor(verifier.url);
});
afterEach(async () => {
  await verifier.close();
  rmSync(folder, { recursive: true });
});

test('in Node: a site redeems a token once, for its learner and checkpoint', () =>
  tellTheStory(verifier, {
    openSession: (...given) => endpoint.openGate([], ...given),
    redeem: (...given) => endpoint.redeem([], ...given),
  }));

test('in Node: a learner enters without a check where none is due, and nothing is stored', async () => {
  const grants: Grants = [];
  assert.equal(await endpoint.mayEnter(grants, hong, lesson(2)), true);
  assert.deepEqual(await endpoint.openGate(grants, hong, lesson(2), origin), {
    required: false,
    session: undefined,
    preview: undefined,
  });
  assert.equal(await endpoint.mayEnter(grants, hong, lesson(9)), false);
  assert.deepEqual(grants, []);
});

test('in Node: a verified learner enters a lesson again, an exam until it is submitted', async () => {
  const phone = await verifier.registerDevice();
  const grants: Grants = [];
  for (const checkpoint of [lesson(9), exam]) {
    (verifier.clock as SetClock).advance(60_000);
    const { session } = await endpoint.openGate(grants, hong, checkpoint, origin);
    const { id } = await verifier.challenge(session!);
    const verdict = await verifier.verify(id, phone.codeAt(verifier.clock.now()));
    assert.ok(verdict.status === 'verified');
    // a verified lesson stays verified; an exam only for the token's redeemer
    assert.equal(await endpoint.mayEnter(grants, hong, checkpoint), checkpoint !== exam);
    assert.equal(await endpoint.redeem(grants, verdict.token, hong, checkpoint), true);
    assert.deepEqual(await endpoint.openGate(grants, hong, checkpoint, origin), { required: false });
    for (const _reload of [1, 2]) assert.equal(await endpoint.mayEnter(grants, hong, checkpoint), true);
  }
  endpoint.endEntry(grants, exam);
  endpoint.endEntry(grants, lesson(9));
  assert.equal(await endpoint.mayEnter(grants, hong, exam), false);
  assert.equal(await endpoint.mayEnter(grants, hong, lesson(9)), true);
});

test('in Node: a grant of a day covers its kind, one that has ended covers nothing', async () => {
  const grants = (scope: string, endsAt: number) => [{ ...lesson(9), scope, endsAt }];
  const [later, earlier] = [Date.now() + 60_000, Date.now() - 1];
  assert.equal(await endpoint.mayEnter(grants('day', later), hong, lesson(17)), true);
  assert.equal(await endpoint.mayEnter(grants('day', later), hong, exam), false);
  assert.equal(await endpoint.mayEnter(grants('day', later), hong, { ...lesson(17), class: 'other' }), false);
  for (const scope of ['entry', 'once'])
    assert.equal(await endpoint.mayEnter(grants(scope, later), hong, lesson(17)), false, scope);
  for (const scope of ['entry', 'day', 'once'])
    assert.equal(await endpoint.mayEnter(grants(scope, earlier), hong, lesson(9)), false, scope);
});

test('in Node: no learner enters while the verifier fails', async () => {
  const { mayEnter, openGate, redeem } = await endpointFor('http://127.0.0.1:9/v1');
  const grants: Grants = [];
  await assert.rejects(mayEnter(grants, hong, lesson(2)));
  await assert.rejects(openGate(grants, hong, lesson(2), origin));
  await assert.rejects(redeem(grants, 'token', hong, exam));
  assert.deepEqual(grants, []);
});

const php = spawnSync('php', ['--version']).status === 0;
test('in PHP', { skip: php ? false : 'PHP is not on this machine' }, async () => {
  const file = join(folder, 'gate.php');
  const story =
    'echo json_encode(array_map(fn($call) => call_user_func_array(...$call), json_decode($argv[1], true)));';
  writeFileSync(file, `${snippet('demo/docs/endpoint.md', 'php')}\n${story}\n`);
  const env = { ...process.env, VERIFIER_URL: verifier.url, SITE_SECRET: verifier.siteSecret };
  // asynchronous, because the verifier runs in this process
  const call = async (...calls: [name: string, args: unknown[]][]) =>
    JSON.parse((await promisify(execFile)('php', [file, JSON.stringify(calls)], { env })).stdout);
  await tellTheStory(verifier, {
    openSession: async (...args) => (await call(['open_gate', args]))[0],
    redeem: async (...args) => (await call(['redeem', args]))[0],
  });
  assert.deepEqual(
    await call(
      ['may_enter', [hong, lesson(2)]],
      ['may_enter', [hong, lesson(17)]],
      ['open_gate', [hong, lesson(2), origin]],
    ),
    [true, false, { required: false }],
  );
});
