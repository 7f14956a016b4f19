/**
 * The attacks against databases that undo transactions: without advisory locks, at other isolation levels, with commits
 * that fail and connections that are cut. Every request is answered, and nothing counts twice.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { sharedPostgres, withoutPostgres, type SharedPostgres } from '../support/postgres.js';
import { startProcesses } from '../support/processes.js';
import { attacks, scene } from '../verifier/attack-suite.js';
import { cuttingProxy } from './cutting-proxy.js';

let postgres: SharedPostgres;
if (!withoutPostgres) {
  before(async () => void (postgres = await sharedPostgres()));
  after(() => postgres.stop());
}

async function run(url: string, sql: string) {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** Functions of a schema that is searched before the catalogue replace those of the server. */
const withoutLocks = (name: string) => `
  CREATE SCHEMA shadow;
  CREATE FUNCTION shadow.pg_advisory_xact_lock(bigint) RETURNS void LANGUAGE sql AS 'SELECT';
  ALTER DATABASE ${name} SET search_path = shadow, pg_catalog, public;`;

/** One commit in five fails, whatever it wrote. */
const unlucky = `
  CREATE FUNCTION unlucky() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF coalesce(current_setting('unlucky.decided', true), '') = '' THEN
        PERFORM set_config('unlucky.decided', 'yes', true);
        IF random() < 0.2 THEN RAISE EXCEPTION 'unlucky' USING ERRCODE = '40001'; END IF;
      END IF;
      RETURN NULL;
    END $$;
  DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations' LOOP
      EXECUTE format('CREATE CONSTRAINT TRIGGER unlucky AFTER INSERT OR UPDATE ON %I
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION unlucky()', name);
    END LOOP;
  END $$;`;

interface Trouble {
  /** Before the verifiers start, and when they have made their tables. */
  before?: (database: string) => string;
  tables?: string;
  /** The share of commits whose connection is cut. */
  cut?: number;
}

const isolation = (level: string) => (name: string) =>
  `${withoutLocks(name)} ALTER DATABASE ${name} SET default_transaction_isolation = '${level}';`;

const troubles: Record<string, Trouble> = {
  'advisory locks that do nothing': { before: withoutLocks },
  'no locks, at READ COMMITTED': { before: isolation('read committed') },
  'no locks, at SERIALIZABLE': { before: isolation('serializable') },
  'a serialization failure in a fifth of all commits': { tables: unlucky },
  'connections cut before and after a fifth of all commits': { cut: 0.2 },
};

for (const [name, { before: prepare, tables, cut = 0 }] of Object.entries(troubles))
  test(`three processes hold against ${name}`, { skip: withoutPostgres }, async (t) => {
    const url = await postgres.database();
    const database = new URL(url.replace('@/', '@localhost/')).pathname.slice(1);
    if (prepare) await run(url, prepare(database));
    const proxy = cut > 0 ? await cuttingProxy(url) : undefined;
    const v = await startProcesses({ count: 3, databaseUrl: proxy?.url ?? url });
    t.after(async () => {
      if (proxy) proxy.share = 0;
      await v.close();
      proxy?.close();
    });
    if (tables) await run(url, tables);
    if (proxy) proxy.share = cut;
    for (const { title, attack } of attacks) await t.test(title, async () => attack(await scene(v, Date.now())));
    if (proxy) assert.ok(proxy.cuts.before > 0 && proxy.cuts.after > 0, JSON.stringify(proxy.cuts));
  });
