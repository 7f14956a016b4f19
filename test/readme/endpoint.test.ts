/** The endpoint works as the README (Node) and the endpoint page (PHP) show it, against a whole verifier. */
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

type Grants = Set<string>;
interface Endpoint {
  openSession(
    grants: Grants,
    learner: object,
    checkpoint: object,
    origin: string,
  ): Promise<{ required: boolean; session?: string }>;
  redeem(grants: Grants, token: string, learner: object, checkpoint: object): Promise<boolean>;
  mayEnter(grants: Grants, checkpoint: object): boolean;
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

test('in Node: a token is redeemed once, for its learner and checkpoint', () =>
  tellTheStory(verifier, {
    openSession: (...given) => endpoint.openSession(new Set(), ...given),
    redeem: (...given) => endpoint.redeem(new Set(), ...given),
  }));

test('in Node: a learner enters where the policy asks for no check', async () => {
  const grants: Grants = new Set();
  assert.equal(endpoint.mayEnter(grants, lesson(2)), false, 'the site has not called the verifier yet');
  assert.equal((await endpoint.openSession(grants, hong, lesson(2), origin)).required, false);
  assert.equal(endpoint.mayEnter(grants, lesson(2)), true);
  assert.equal(endpoint.mayEnter(grants, lesson(9)), false, 'a grant is for one lesson');
});

test('in Node: a verified learner enters a lesson again, an exam once', async () => {
  const phone = await verifier.registerDevice();
  const grants: Grants = new Set();
  for (const checkpoint of [lesson(9), exam]) {
    (verifier.clock as SetClock).advance(60_000);
    const { session } = await endpoint.openSession(grants, hong, checkpoint, origin);
    const { id } = await verifier.challenge(session!);
    const verdict = await verifier.verify(id, phone.codeAt(verifier.clock.now()));
    assert.ok(verdict.status === 'verified');
    assert.equal(endpoint.mayEnter(grants, checkpoint), false, 'the token is not redeemed yet');
    assert.equal(await endpoint.redeem(grants, verdict.token, hong, checkpoint), true);
    assert.deepEqual(await endpoint.openSession(grants, hong, checkpoint, origin), { required: false });
  }
  const entries = [lesson(9), lesson(9), exam, exam].map((checkpoint) => endpoint.mayEnter(grants, checkpoint));
  assert.deepEqual(entries, [true, true, true, false]);
});

test('in Node: no grant is kept while the verifier fails', async () => {
  const { openSession, redeem } = await endpointFor('http://127.0.0.1:9/v1');
  const grants: Grants = new Set();
  await assert.rejects(openSession(grants, hong, lesson(2), origin));
  await assert.rejects(redeem(grants, 'token', hong, exam));
  assert.equal(grants.size, 0);
});

const php = spawnSync('php', ['--version']).status === 0;
test('in PHP', { skip: php ? false : 'PHP is not on this machine' }, async () => {
  const file = join(folder, 'gate.php');
  const story =
    'echo json_encode(array_map(fn($call) => call_user_func_array(...$call), json_decode($argv[1], true)));';
  writeFileSync(file, `${snippet('demo/docs/endpoint.md', 'php')}\n${story}\n`);
  const env = { ...process.env, VERIFIER_URL: verifier.url, SITE_SECRET: verifier.siteSecret };
  // asynchronous, because the verifier that answers lives in this process
  const call = async (...calls: [name: string, args: unknown[]][]) =>
    JSON.parse((await promisify(execFile)('php', [file, JSON.stringify(calls)], { env })).stdout);
  await tellTheStory(verifier, {
    openSession: async (...args) => (await call(['open_session', args]))[0],
    redeem: async (...args) => (await call(['redeem', args]))[0],
  });
  const [, first, second] = await call(
    ['open_session', [hong, lesson(2), origin]],
    ['may_enter', [lesson(2)]],
    ['may_enter', [lesson(9)]],
  );
  assert.deepEqual([first, second], [true, false]);
});
