import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { chained, fault } from '../../demo/verifier/evidence/chain.js';
import type { Chain, Entry, ErasedEntry, Erasure, Evidence } from '../../demo/verifier/evidence/evidence.js';
import { asCsv } from '../../demo/verifier/evidence/export.js';
import { newSalt } from '../../demo/verifier/evidence/record.js';
import { EvidenceDownload, EvidenceReply } from '../../demo/verifier/evidence/wire.js';
import { compare } from '../../demo/verifier/evidence/earlier.js';
import { prove } from '../../demo/verifier/evidence/prove.js';
import { runCommand } from '../../demo/verifier/cli/command-line.js';
import { evidenceCommands } from '../../demo/verifier/cli/evidence-command.js';
import { openVerifier } from '../../demo/verifier/compose.js';
import { settingsFrom } from '../../demo/verifier/settings.js';
import { hong, kim, SetClock, startVerifier } from '../support/verifier.js';

const day = 86_400_000;
const login = { kind: 'login', course: '=HYPERLINK("http://evil.test")', class: '2026-1' } as const;

/** Two learners who typed wrong codes: 홍길동 three, 김하나 one a day later. */
async function begin(t: TestContext) {
  const clock = new SetClock();
  const v = await startVerifier({ clock });
  t.after(() => v.close());
  const type = async (learner: typeof hong) => {
    const phone = await v.registerDevice(learner.name, learner.phone);
    return async () =>
      v.verify((await v.challenge(await v.openSession(learner, login))).id, phone.wrongCodeAt(clock.now()));
  };
  const wrong = await type(hong);
  for (let i = 0; i < 3; i++) await wrong();
  clock.advance(day);
  await (
    await type(kim)
  )();
  const get = (query: string, headers: Record<string, string> = {}) =>
    fetch(`${v.url}/evidence${query}`, { headers: { authorization: `Bearer ${v.siteSecret}`, ...headers } });
  const json = async (query: string) =>
    ((await (await get(query)).json()) as { evidence: Record<string, unknown>[] }).evidence;
  return { ...v, clock, get, json, wrong };
}

test('a site reads its evidence, with Korean time and the checkpoint’s code', async (t) => {
  const v = await begin(t);
  const all = await v.json('');
  assert.equal(all.length, 4);
  const { hash, commitment, salt, previous, userAgent, ...first } = all[0]!;
  assert.match([hash, commitment, salt, userAgent].join(' '), /^[0-9a-f]{64} [0-9a-f]{64} [0-9a-f]{32} ./);
  assert.equal(previous, '');
  assert.deepEqual(first, {
    version: 2,
    time: '2026-03-02 12:00:10',
    at: Date.parse('2026-03-02T12:00:10+09:00'),
    site: 'site',
    ref: hong.ref,
    entry: 1,
    course: login.course,
    class: '2026-1',
    kind: 'login',
    number: null,
    method: 'motp',
    attemptNumber: 1,
    status: 'rejected',
    reason: 'wrong-code',
    upstream: null,
    transaction: null,
    ip: '127.0.0.1',
    checkpointCode: '99',
  });
});

test('the OpenAPI document describes the query and every field of evidence', async (t) => {
  const v = await begin(t);
  const { paths, components } = (await (await fetch(`${v.url}/openapi.json`)).json()) as {
    paths: Record<string, { get: { security: object[]; parameters: { name: string; in: string }[] } }>;
    components: { schemas: Record<string, { properties: Record<string, object>; required: string[] }> };
  };
  const { security, parameters } = paths['/evidence']!.get;
  assert.deepEqual(security, [{ site: [] }]);
  assert.deepEqual(
    parameters.map((one) => `${one.in} ${one.name}`),
    ['learner', 'course', 'from', 'to', 'restricted', 'format'].map((name) => `query ${name}`),
  );
  const { properties, required } = components.schemas['EvidenceEntry']!;
  const evidence = await v.json('');
  EvidenceReply.parse({ evidence });
  for (const entry of evidence) {
    assert.deepEqual(required.toSorted(), Object.keys(entry).sort());
    assert.deepEqual(Object.keys(properties).sort(), Object.keys(entry).sort());
  }
});

test('a site finds evidence by learner, course and period; a date is a day in Korea', async (t) => {
  const v = await begin(t);
  for (const [query, count] of [
    [`?learner=${kim.ref}`, 1],
    [`?course=${encodeURIComponent(login.course)}`, 4],
    ['?course=other', 0],
    ['?from=2026-03-03', 1],
    ['?to=2026-03-02', 3],
    ['?from=2026-03-02&to=2026-03-02', 3],
    ['?from=2026-03-03T12:00:11%2B09:00', 0],
    ['?to=2026-03-02T03:00:10Z', 0],
  ] as const)
    assert.equal((await v.json(query)).length, count, query);
});

test('another site, or a caller without a secret, gets nothing', async (t) => {
  const v = await begin(t);
  const other = await v.registerSite('other', ['http://other.test']);
  assert.equal(await (await v.get('', { authorization: `Bearer ${other}` })).text(), '{"evidence":[]}');
  assert.equal((await v.get('', { authorization: 'Bearer wrong' })).status, 401);
  assert.equal((await v.get('?from=yesterday')).status, 400);
});

test('an operator opens the CSV in a spreadsheet, where no cell becomes a formula', async (t) => {
  const v = await begin(t);
  const reply = await v.get('?format=csv');
  assert.match(reply.headers.get('content-type')!, /^text\/csv/);
  assert.match(reply.headers.get('content-disposition')!, /^attachment/);
  const bytes = Buffer.from(await reply.arrayBuffer());
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  const lines = bytes.toString().slice(1).trimEnd().split('\r\n');
  assert.equal(lines.length, 5);
  assert.match(lines[0]!, /^시각\(한국\),학습자,/);
  assert.match(
    lines[1]!,
    /^2026-03-02 12:00:10,learner-1,"'=HYPERLINK\(""http:\/\/evil\.test""\)",2026-1\u00a0,99,login,,motp,rejected,wrong-code,/,
  );
  assert.equal(await (await v.get('', { accept: 'text/csv' })).text(), bytes.toString().slice(1));
});

test('an operator sees codes as text, not as numbers or dates, and numbers as numbers', async () => {
  const one = { ...chained(evidence, salt, undefined), learner: 'ln_1', number: 9 };
  const written = async (changes: Partial<Entry>) =>
    (await asCsv(list({ ...one, ...changes })).toArray()).join('').split('\r\n')[1]!.split(',');
  for (const code of ['2026-1', '01', '007', '3/4', '1.10', '1e5', '12:30', '9007199254740993'])
    assert.equal((await written({ class: code }))[3], `${code}\u00a0`, code);
  for (const code of ['1', '12345', '0', 'safety-101', '1기', '-1', ''])
    assert.equal((await written({ class: code }))[3], code === '-1' ? "'-1" : code, code);
  assert.deepEqual((await written({ kind: 'lesson', ref: '0042' })).slice(0, 8), [
    '1970-01-01 09:00:00',
    '0042\u00a0',
    'c',
    '1',
    '01\u00a0',
    'lesson',
    '9',
    'motp',
  ]);
});

async function* list(...entries: Entry[]) {
  yield* entries;
}

test('an operator proves all chains, also after the oldest evidence is removed', async (t) => {
  const v = await begin(t);
  const proof = await prove(v.evidence);
  assert.deepEqual([proof.chains, proof.entries, proof.faults], [2, 4, []]);
  await v.wrong();
  await v.store.removeEvidence(v.clock.now() - 1, v.clock.now());
  const later = await prove(v.evidence);
  assert.deepEqual([later.chains, later.entries, later.faults], [2, 2, []]);
  assert.notEqual(later.fingerprint, proof.fingerprint);
  await v.store.removeEvidence(v.clock.now() + 1, v.clock.now());
  await v.wrong();
  assert.deepEqual((await prove(v.evidence)).faults, []);
});

test('an operator sees that evidence was removed before its time, whatever came after', async (t) => {
  const v = await begin(t);
  const proven = async () => {
    const context = { store: v.store, vault: async () => v.vault, now: v.clock.now() };
    return runCommand(evidenceCommands, ['prove', 'site'], context);
  };
  v.clock.advance(3 * 365 * day + 1);
  await v.wrong();
  await v.store.removeEvidence(v.clock.now() - 3 * 365 * day, v.clock.now());
  const { failed, json } = await proven();
  assert.deepEqual([failed, (json as { entries: number }).entries], [false, 1], 'in time');

  v.clock.advance(3 * 365 * day - 1);
  await v.store.removeEvidence(v.clock.now() + 1, v.clock.now());
  await v.wrong();
  v.clock.advance(3 * 365 * day + 1);
  await v.store.removeEvidence(v.clock.now() - 3 * 365 * day, v.clock.now());
  const early = await proven();
  assert.equal(early.failed, true);
  assert.match(early.text, /were removed before they were 1095 days old/);
});

test('evidence is kept for the number of days in the setting', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-evidence-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const settings = settingsFrom({
    SMS_WEBHOOK_URL: 'http://127.0.0.1:9/',
    SMS_WEBHOOK_SECRET: 'made for this test',
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    EVIDENCE_DAYS: '30',
  });
  const clock = new SetClock();
  const v = await startVerifier({ clock, dataFolder: folder });
  const { id } = await v.challenge(await v.openSession(hong, login));
  await v.post('/verify', { challenge: id, attempt: 'attempt-1', proof: { code: '000000' } });
  await v.close();
  for (const [days, kept] of [
    [30, 1],
    [31, 0],
  ] as const) {
    clock.set(new SetClock().now() + days * day);
    const { evidence: log, close } = await openVerifier(settings, { clock });
    assert.equal((await log.entries({ site: 'site' }, 10)).length, kept, `after ${days} days`);
    await close();
  }
});

test('an operator with an earlier download detects a rewrite or removal, even in a consistent chain', async (t) => {
  const v = await begin(t);
  const download = EvidenceReply.parse({ evidence: await v.json('') });
  // as the first versions sent it
  const withoutVersions = download.evidence.map(
    ({ version: _v, at: _at, salt: _s, commitment: _c, ...entry }) => entry,
  );
  const { evidence: parsed } = EvidenceDownload.parse({ evidence: withoutVersions });
  assert.deepEqual(
    parsed,
    withoutVersions.map((entry) => ({ ...entry, version: 1 })),
  );
  assert.deepEqual(await compare(v.evidence, { evidence: parsed }), { faults: [], gone: [] });
  await v.wrong();
  assert.deepEqual(await compare(v.evidence, download), { faults: [], gone: [] });
  const now = await v.evidence.chain({ site: 'site', ref: hong.ref });

  const rewritten: Entry[] = [];
  for (const one of now) {
    const last = rewritten.at(-1);
    const again = chained({ ...one, ip: '192.0.2.99' }, one.salt, last && { entries: last.entry, hash: last.hash });
    rewritten.push({ ...again, learner: one.learner });
  }
  assert.equal(
    fault({ site: 'site', ref: hong.ref, entries: 4, removed: 0, hash: rewritten[3]!.hash }, rewritten, []),
    undefined,
  );
  const forged = { ...v.evidence, chain: async ({ ref }: { ref: string }) => (ref === hong.ref ? rewritten : []) };
  assert.deepEqual((await compare(forged, download)).faults, [
    `site, ${hong.ref}: entry 1 is not the one that was downloaded`,
  ]);
  assert.deepEqual(
    (await compare(forged, download)).gone.map(({ ref }) => ref),
    [kim.ref],
  );

  await v.store.removeEvidence(v.clock.now(), v.clock.now());
  const after = await compare(v.evidence, download);
  assert.deepEqual([after.faults, after.gone.map(({ entry }) => entry)], [[], [1, 2, 3]], 'what was kept long enough');
});

const evidence: Evidence = {
  site: 'site',
  ref: 'learner-1',
  at: 1,
  course: 'c',
  class: '1',
  kind: 'exam',
  number: null,
  method: 'motp',
  attemptNumber: 1,
  status: 'rejected',
  reason: 'wrong-code',
  upstream: null,
  transaction: null,
  ip: '192.0.2.1',
  userAgent: null,
};

const salt = '00'.repeat(16);

/** A chain of six entries. */
function sixEntries() {
  const entries: Entry[] = [];
  for (let at = 0; at < 6; at++) {
    const last = entries.at(-1);
    const one = chained({ ...evidence, at }, newSalt(), last && { entries: at, hash: last.hash });
    entries.push({ ...one, learner: 'ln_1' });
  }
  const chain: Chain = { site: 'site', ref: 'ln_1', entries: 6, removed: 0, hash: entries[5]!.hash };
  const erasure = (first: number, last: number): Erasure => ({
    site: 'site',
    ref: 'ln_1',
    first,
    last,
    hash: entries[last - 1]!.hash,
    order: 'order-1',
    reason: 'request',
    keptMs: null,
    at: 7,
  });
  return { entries, chain, erasure };
}

const erased = ({ version, entry, learner, commitment, previous, hash }: Entry): ErasedEntry => ({
  version,
  entry,
  learner,
  commitment,
  previous,
  hash,
  erasedAt: 7,
});

test('an operator sees every change, removal, move and addition in a chain', () => {
  const { entries, chain } = sixEntries();
  assert.equal(fault(chain, entries, []), undefined);
  const index = fc.nat(5);
  const field = fc.constantFrom(
    ...([
      'at',
      'status',
      'ip',
      'upstream',
      'entry',
      'previous',
      'hash',
      'ref',
      'version',
      'salt',
      'commitment',
    ] as const),
  );
  fc.assert(
    fc.property(index, field, (i, name) =>
      assert.match(
        fault(
          chain,
          entries.map((one, n) => (n === i ? { ...one, [name]: 'forged' } : one)),
          [],
        ) ?? '',
        /./,
      ),
    ),
  );
  fc.assert(
    fc.property(index, (i) =>
      assert.match(
        fault(
          chain,
          entries.filter((_, n) => n !== i),
          [],
        ) ?? '',
        /missing/,
      ),
    ),
  );
  assert.match(
    fault(
      chain,
      entries.map((one) => ({ ...one, version: 3 })),
      [],
    ) ?? '',
    /entry 1 has the unknown format version 3/,
  );
  const rewritten = chained({ ...evidence, at: 99 }, salt, { entries: 5, hash: entries[4]!.hash });
  assert.match(
    fault(chain, [...entries.slice(0, 5), { ...rewritten, learner: 'ln_1' }], []) ?? '',
    /not the one that was written/,
  );
});

test('evidence is erased anywhere in a chain, which stays whole; an erasure without a record is a fault', () => {
  const { entries, chain, erasure } = sixEntries();
  assert.equal(fault({ ...chain, removed: 2 }, entries.slice(2), [erasure(1, 2)]), undefined);
  assert.equal(fault({ ...chain, removed: 6 }, [], [erasure(1, 6)]), undefined);
  const holed = (i: number) => entries.map((one, n) => (n === i ? erased(one) : one));
  for (const i of entries.keys()) {
    assert.equal(fault(chain, holed(i), [erasure(i + 1, i + 1)]), undefined);
    assert.match(fault(chain, holed(i), []) ?? '', new RegExp(`entry ${i + 1} was erased without a record`));
    // what is left of an erased entry still holds the chain
    for (const name of ['commitment', 'previous', 'hash'])
      assert.match(
        fault(
          chain,
          holed(i).map((one, n) => (n === i ? { ...one, [name]: 'ab'.repeat(32) } : one)),
          [erasure(i + 1, i + 1)],
        ) ?? '',
        /./,
        name,
      );
  }
  const shortened = { ...chain, removed: 2 };
  assert.match(fault(shortened, entries.slice(2), []) ?? '', /entry 1 was removed without a record/);
  assert.match(fault(shortened, entries.slice(2), [erasure(2, 2)]) ?? '', /entry 1 was removed without a record/);
  const forged = { ...erasure(1, 2), hash: entries[0]!.hash };
  assert.match(fault(shortened, entries.slice(2), [forged]) ?? '', /entry 3 does not follow/);
});
