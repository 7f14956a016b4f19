/**
 * Current code opens databases of earlier versions and continues with their learners, locks, keys, open sessions and
 * evidence.
 */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { generateSync, ScureBase32Plugin } from 'otplib';
import { ChallengeReply, Verdict, type MethodId } from 'mo-otp-gate/contract';
import { masterKeysIn } from '../../demo/verifier/crypto/master-keys.js';
import { openStoredVault } from '../../demo/verifier/crypto/vault.js';
import { prove } from '../../demo/verifier/evidence/prove.js';
import { openAuditEntries } from '../../demo/verifier/personal-data/audit-entries.js';
import { personalDataOf } from '../../demo/verifier/personal-data/open.js';
import { openPostgres } from '../../demo/verifier/store/postgres/postgres.js';
import type { Store } from '../../demo/verifier/store/store.js';
import { sharedPostgres, withoutPostgres, type SharedPostgres } from '../support/postgres.js';
import { exam, hong, kim, SetClock, startVerifier } from '../support/verifier.js';

interface Facts {
  now: number;
  masterKey: string;
  siteSecret: string;
  evidence: { chains: number; entries: number; fingerprint: string };
  hong: Record<
    'secret' | 'device' | 'usedToken' | 'freshToken' | 'freshChallenge' | 'attempt' | 'openSession' | 'openChallenge',
    string
  >;
  kim: { secret: string };
  browser: { device: string; key: string };
  phone: { session: string; challenge: string; stagedSession: string };
}

const fixtures = fileURLToPath(new URL('fixtures/', import.meta.url));
const versions = readdirSync(fixtures, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const hana = { ref: 'learner-3', name: '박하나', phone: '010-0000-9012' };
const codeOf = (secret: string, at: number) => generateSync({ secret, epoch: at / 1000, period: 60, digits: 6 });

type Settings = Record<string, string>;

/** Opens a verifier on a copy of a fixture database, with the clock at the time when the fixture was made. */
async function goesOn(t: TestContext, facts: Facts, folder: string, settings: Settings = {}, store?: Store) {
  writeFileSync(join(folder, 'master.key'), facts.masterKey);
  const v = await startVerifier({
    clock: new SetClock(facts.now),
    dataFolder: folder,
    settings,
    ...(store && { store: (unused) => (unused.close(), store) }),
  });
  t.after(async () => {
    await v.close();
    rmSync(folder, { recursive: true });
  });
  const ask = (session: string, method?: MethodId) => v.read(ChallengeReply, v.post('/challenge', { session, method }));
  async function challenge(session: string, method?: MethodId) {
    const reply = await ask(session, method);
    assert(reply.status === 'challenge', reply.status);
    return reply;
  }
  const answer = (id: string, proof: object, attempt = 'a new attempt') =>
    v.read(Verdict, v.post('/verify', { challenge: id, attempt, proof }));
  return { ...v, ask, challenge, answer };
}

/** Registers the tests of one fixture; `open` gives each test its own copy. */
function stories(name: string, facts: Facts, open: (t: TestContext, settings?: Settings) => ReturnType<typeof goesOn>) {
  test(`${name}: an operator proves the old evidence by its fingerprint, and its chains continue`, async (t) => {
    const v = await open(t);
    const { chains, entries, faults, fingerprint } = await prove(v.evidence);
    assert.deepEqual({ chains, entries, fingerprint, faults }, { ...facts.evidence, faults: [] });
    const before = await v.evidence.chain({ site: 'site', ref: hong.ref });
    assert.deepEqual(
      before.map(({ entry }) => entry),
      [2, 3, 4],
    );
    await v.answer(facts.hong.openChallenge, { code: '000000' });
    const after = await v.evidence.chain({ site: 'site', ref: hong.ref });
    assert.equal(after.length, 4);
    assert.equal(after[3]!.previous, before[2]!.hash);
    assert.deepEqual((await prove(v.evidence)).faults, []);
  });

  test(`${name}: a learner verifies with the old phone app and browser; a used code stays used`, async (t) => {
    const v = await open(t);
    const { secret, openChallenge } = facts.hong;
    const used = await v.answer(openChallenge, { code: codeOf(secret, facts.now - 120_000) });
    assert.equal(used.status, 'rejected');
    const verdict = await v.answer(openChallenge, { code: codeOf(secret, facts.now) }, 'another attempt');
    assert(verdict.status === 'verified', verdict.status);
    assert.equal((await v.siteverify(verdict.token)).success, true);

    const { id } = await v.challenge(await v.openSession(hana, exam, { origin: 'http://site.test' }), 'web-otp');
    const { device, key } = facts.browser;
    const code = codeOf(new ScureBase32Plugin().encode(Buffer.from(key, 'base64url')), facts.now);
    assert.equal((await v.answer(id, { device, code })).status, 'verified');
  });

  test(`${name}: a locked learner stays locked`, async (t) => {
    const v = await open(t);
    const reply = await v.ask(await v.openSession(kim, exam));
    assert.equal(reply.status, 'locked');
    assert.deepEqual(await v.store.lockedMethods((await v.learners.find('site', kim.ref))!), ['motp']);
  });

  test(`${name}: a site redeems an old token, and an old attempt gets the same verdict`, async (t) => {
    // a token is redeemed at the address that it was issued at
    const v = await open(t, { PUBLIC_URL: 'http://verifier.test/v1', IDENTITY_PROVIDER: 'none' });
    const { usedToken, freshToken, freshChallenge, attempt } = facts.hong;
    const again = await v.answer(freshChallenge, { code: '000000' }, attempt);
    assert(again.status === 'verified', again.status);
    assert.equal(again.token, freshToken);
    const redeemed = await v.siteverify(freshToken, facts.siteSecret);
    assert(redeemed.success);
    assert.equal(redeemed.learner.name, hong.name);
    const twice = { success: false, error: 'used' };
    assert.deepEqual(await v.siteverify(freshToken, facts.siteSecret), twice);
    assert.deepEqual(await v.siteverify(usedToken, facts.siteSecret), twice);
  });

  test(`${name}: a learner finishes checks that were in progress`, async (t) => {
    const v = await open(t);
    assert.equal((await v.answer(facts.phone.challenge, {})).status, 'verified');
    const { params } = await v.challenge(facts.phone.stagedSession, 'web-otp');
    assert.equal((params as { state?: string }).state, 'enrol');
  });

  test(`${name}: sealed texts open; outbox, counts, sessions and audit log are kept`, async (t) => {
    const v = await open(t);
    const vault = await openStoredVault(v.store, masterKeysIn(facts.masterKey));
    const sealed = await v.store.sealedTexts();
    assert.deepEqual(sealed.map(({ table }) => table).sort(), [
      'browsers',
      'data_keys',
      'devices',
      'devices',
      'lookup_keys',
      'signing_keys',
    ]);
    for (const { id, sealed: text } of sealed) assert.ok(vault.open(text, id).length > 0);
    const [message] = await v.store.leaseOutboxMessages('', 10, facts.now, facts.now + 60_000);
    assert.match(vault.open(message!.message, message!.id).toString(), /^\{"to":"pSubOtpLog","fields":\{/);
    const stored = await v.store.claimUpstreamQuery('hash of a code', facts.now, () => false);
    assert.deepEqual(stored, { askedAt: facts.now, result: { found: 'wrong-code' }, claimed: false });
    const { keys } = await personalDataOf(v.store, vault, v.clock);
    const operator = await v.store.operatorOfSession('hash of a visit', facts.now, facts.now + 1);
    assert.equal(operator?.name, '운영자');
    assert.deepEqual(
      (await openAuditEntries('site', await v.store.auditLog('site'), keys)).map(({ name, learner }) => [
        name,
        learner,
      ]),
      [['운영자', hong.ref]],
    );
    const repeated = await v.store.unlock(facts.hong.device, 'attempt-of-the-app', () => assert.fail());
    assert.deepEqual(repeated, { status: 'rejected', attemptsLeft: 4 });
    const bucket = { name: 'bucket of the fixture', interval: 1000, burst: 1 };
    assert.equal(await v.store.enter([bucket], facts.now), 1000);
    const registration = await v.store.settleRegistration('registration', ({ triesLeft }) => ({
      verdict: { status: 'expired' },
      triesLeft,
    }));
    assert.deepEqual(registration, { status: 'expired' });
  });
}

let server: SharedPostgres | undefined;
before(async () => void (server = withoutPostgres ? undefined : await sharedPostgres()));
after(() => server?.stop());

for (const version of versions) {
  const read = (file: string) => readFileSync(join(fixtures, version, file), 'utf8');
  const folder = () => mkdtempSync(join(tmpdir(), 'mo-otp-gate-earlier-'));
  const factsOf = (engine: string) => JSON.parse(read(`${engine}.json`)) as Facts;

  const sqlite = factsOf('sqlite');
  stories(`SQLite of ${version}`, sqlite, async (t, settings) => {
    const at = folder();
    copyFileSync(join(fixtures, version, 'sqlite.db'), join(at, 'verifier.db'));
    return goesOn(t, sqlite, at, settings);
  });

  if (withoutPostgres) test(`PostgreSQL of ${version}`, { skip: withoutPostgres });
  else {
    const postgres = factsOf('postgres');
    stories(`PostgreSQL of ${version}`, postgres, async (t, settings) => {
      const url = await server!.database();
      const client = new pg.Client(url);
      await client.connect();
      await client.query(read('postgres.sql'));
      await client.end();
      return goesOn(t, postgres, folder(), settings, await openPostgres(url));
    });
  }
}
