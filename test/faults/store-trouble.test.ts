/** A database that cannot be used: the verifier says "later", on every route, and goes on by itself when it can. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import Database from 'libsql';
import pg from 'pg';
import { batchingEngine } from '../../demo/verifier/store/batching/batching-engine.js';
import { operations } from '../../demo/verifier/store/operations/operations.js';
import { openPostgres } from '../../demo/verifier/store/postgres/postgres.js';
import { connect } from '../../demo/verifier/store/sqlite/connection.js';
import { sqliteEngine } from '../../demo/verifier/store/sqlite/engine.js';
import type { Store } from '../../demo/verifier/store/store.js';
import { startPostgres, withoutPostgres, type Postgres } from '../support/postgres.js';
import { hong, kim, lesson, SetClock, startVerifier } from '../support/verifier.js';

let numbers = 0;
const newNumber = () => `010-1000-${String(++numbers).padStart(4, '0')}`;

/** A verifier with a learner at a challenge and a token that the site has not redeemed. */
async function begin(t: TestContext, options: Parameters<typeof startVerifier>[0] = {}) {
  const clock = new SetClock();
  const log: string[] = [];
  const logger = { level: 'error', stream: { write: (line: string) => void log.push(line) } };
  const v = await startVerifier({ clock, logger, ...options });
  t.after(() => v.close());
  const phone = await v.registerDevice();
  const verdict = await v.verify((await v.challenge(await v.openSession())).id, phone.codeAt(clock.now()));
  assert(verdict.status === 'verified');
  // without an app: an attempt is evidence, but costs no try
  const session = await v.openSession(kim);
  const { id } = await v.challenge(session);
  const asSite = { authorization: `Bearer ${v.siteSecret}` };

  /** Sends a request to every route that needs the database. */
  async function everyRoute(): Promise<Record<string, number>> {
    const requests = {
      '/sessions': () =>
        v.post('/sessions', { learner: { ...kim, ref: 'x'.repeat(120) }, checkpoint: lesson(1) }, asSite),
      '/challenge': () => v.post('/challenge', { session }, { origin: 'http://site.test' }),
      '/verify': () => v.post('/verify', { challenge: id, attempt: crypto.randomUUID(), proof: { code: '000000' } }),
      '/siteverify': () => v.post('/siteverify', { token: verdict.status === 'verified' && verdict.token }, asSite),
      '/devices/codes': () => v.post('/devices/codes', { name: kim.name, phone: newNumber() }),
      '/evidence': () => fetch(`${v.url}/evidence`, { headers: asSite }),
      '/readyz': () => fetch(new URL('/readyz', v.url)),
    };
    const statuses: Record<string, number> = {};
    const sent = Object.entries(requests).map(async ([route, send]) => [route, await send()] as const);
    for (const [route, reply] of await Promise.all(sent)) {
      statuses[route] = reply.status;
      const text = await reply.text();
      if (reply.status === 200) continue;
      assert.equal(reply.status, 503, `${route}: ${text}`);
      assert.equal((JSON.parse(text) as { code: string }).code, 'maintenance');
      assert.match(reply.headers.get('retry-after') ?? '', /^\d+$/, route);
    }
    return statuses;
  }
  return {
    ...v,
    everyRoute,
    async recovers() {
      const statuses = await everyRoute();
      assert.deepEqual([...new Set(Object.values(statuses))], [200], `${JSON.stringify(statuses)} ${log.at(-1)}`);
      clock.advance(60_000);
      const right = await v.verify((await v.challenge(await v.openSession(hong))).id, phone.codeAt(clock.now()));
      assert.equal(right.status, 'verified');
    },
  };
}

const failing = (statuses: Record<string, number>) =>
  Object.entries(statuses)
    .filter(([, status]) => status === 503)
    .map(([route]) => route);
const writes = ['/sessions', '/challenge', '/verify', '/siteverify', '/devices/codes', '/readyz'];

/** An SQLite store whose connections a test reaches. */
async function onSqlite(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-trouble-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'verifier.db');
  let connections: Record<'reading' | 'durable' | 'relaxed', ReturnType<typeof connect>> | undefined;
  const v = await begin(t, {
    dataFolder: folder,
    store(opened): Store {
      connections = {
        reading: connect(file, 'FULL', 1_000),
        durable: connect(file, 'FULL', 0),
        relaxed: connect(file, 'NORMAL', 0),
      };
      return {
        ...operations(batchingEngine(sqliteEngine(connections, 100), 1)),
        async close() {
          for (const one of Object.values(connections!)) one.close();
          await opened.close();
        },
      };
    },
  });
  const { durable, relaxed } = connections!;
  return {
    v,
    file,
    pragma: (setting: string) =>
      [durable, relaxed].forEach(({ database }) => database.prepare(`PRAGMA ${setting}`).all()),
  };
}

test('SQLite: read-only: what writes answers 503, and goes on by itself', async (t) => {
  const { v, pragma } = await onSqlite(t);
  pragma('query_only = ON');
  assert.deepEqual(failing(await v.everyRoute()), writes);
  const detail = ((await (await fetch(new URL('/readyz', v.url))).json()) as { detail: string }).detail;
  assert.equal(detail, 'reads: ok, writes: failed');
  pragma('query_only = OFF');
  await v.recovers();
});

test('SQLite: disk full: what no longer fits answers 503, and goes on by itself', async (t) => {
  const { v, pragma } = await onSqlite(t);
  pragma('max_page_count = 1'); // its size of now
  let full: string[] = [];
  // what is left in its pages is filled first
  for (let i = 0; i < 300 && full.length === 0; i++) full = failing(await v.everyRoute());
  assert.ok(full.length > 0);
  pragma('max_page_count = 1000000');
  await v.recovers();
});

/** A disk of two megabytes, where this machine lets the test have one. */
function smallDisk(t: TestContext): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-disk-'));
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]).status === 0;
  t.after(() => {
    if (isMounted) spawnSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true });
  });
  return isMounted ? folder : undefined;
}

test('SQLite: a real disk is full: what writes answers 503, and goes on by itself', async (t) => {
  const disk = smallDisk(t);
  if (disk === undefined) return t.skip('this machine lets no test mount a disk');
  const v = await begin(t, { dataFolder: disk });
  const junk = openSync(join(disk, 'junk'), 'w');
  assert.throws(() => {
    for (;;) writeSync(junk, Buffer.alloc(4096));
  }, /ENOSPC/);
  // a few pages may be left in the write-ahead log
  let statuses: Record<string, number> = {};
  for (let i = 0; i < 300 && failing(statuses).length < writes.length; i++) statuses = await v.everyRoute();
  assert.deepEqual(failing(statuses), writes);
  closeSync(junk);
  rmSync(join(disk, 'junk'));
  await v.recovers();
});

test('SQLite: another process holds the write lock: what writes answers 503, and goes on by itself', async (t) => {
  const { v, file } = await onSqlite(t);
  const other = new Database(file);
  t.after(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  assert.deepEqual(failing(await v.everyRoute()), writes);
  other.exec('COMMIT');
  await v.recovers();
});

let postgres: Postgres;
const settings = ['max_connections=12', 'superuser_reserved_connections=0', 'max_wal_senders=0', 'fsync=off'];
before(async () => void (withoutPostgres || (postgres = await startPostgres(...settings))));
after(() => postgres?.stop());

async function onPostgres(t: TestContext) {
  const url = await postgres.database();
  const timeouts = { connect: 2_000, lock: 100, statement: 30_000, reply: 35_000 };
  const own = await openPostgres(url, timeouts);
  const v = await begin(t, {
    settings: { DATABASE_URL: url },
    store: (opened) => ({ ...own, close: async () => void (await Promise.all([own.close(), opened.close()])) }),
  });
  const administrator = async () => {
    const client = new pg.Client(url);
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  return { v, administrator };
}

test('PostgreSQL: away: every route answers 503, and goes on by itself', { skip: withoutPostgres }, async (t) => {
  const { v } = await onPostgres(t);
  await postgres.restart(async () => {
    assert.deepEqual(failing(await v.everyRoute()), [...writes.slice(0, -1), '/evidence', '/readyz']);
    const { detail } = (await (await fetch(new URL('/readyz', v.url))).json()) as { detail: string };
    assert.equal(detail, 'reads: failed, writes: failed');
  });
  await v.recovers();
});

test(
  'PostgreSQL: read-only, as a replica: what writes answers 503, and goes on by itself',
  { skip: withoutPostgres },
  async (t) => {
    const { v, administrator } = await onPostgres(t);
    const admin = await administrator();
    t.after(() => admin.end());
    const readOnly = async (on: string) => {
      await admin.query(`ALTER SYSTEM SET default_transaction_read_only = ${on}`);
      await admin.query('SELECT pg_reload_conf()');
      // a session takes the new setting between two statements
      while ((await admin.query('SHOW default_transaction_read_only')).rows[0].default_transaction_read_only !== on);
    };
    await readOnly('on');
    for (let i = 0; i < 50 && failing(await v.everyRoute()).length < writes.length; i++);
    await admin.query('SET default_transaction_read_only = off');
    await admin.query('ALTER SYSTEM RESET default_transaction_read_only');
    await admin.query('SELECT pg_reload_conf()');
    for (let i = 0; i < 50 && failing(await v.everyRoute()).length > 0; i++);
    await v.recovers();
  },
);

test(
  'PostgreSQL: tables are locked: what waits answers 503, and goes on by itself',
  { skip: withoutPostgres },
  async (t) => {
    const { v, administrator } = await onPostgres(t);
    const admin = await administrator();
    t.after(() => admin.end());
    await admin.query('BEGIN; LOCK TABLE sessions, verifications, registrations, write_probe, rate_limits');
    assert.deepEqual(
      failing(await v.everyRoute()).filter((route) => route !== '/evidence'),
      writes,
    );
    await admin.query('COMMIT');
    await v.recovers();
  },
);
