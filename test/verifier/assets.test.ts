/** The loader, the gate and its lazy files as a verifier serves them to the pages of every site. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { get } from 'node:http';
import { test, type TestContext } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { integrityOf, ownAssets, versionOf } from '../../demo/verifier/assets/own-assets.js';
import { SetClock, startVerifier, type Options } from '../support/verifier.js';

const own = ownAssets()!;
const dayMs = 86_400_000;

async function begin(t: TestContext, options: Options = {}) {
  const clock = new SetClock();
  const v = await startVerifier({ clock, ...options });
  t.after(() => v.close());
  const origin = new URL(v.url).origin;
  return { ...v, clock, origin, fetches: (path: string) => fetch(origin + path) };
}

/** Requests a path exactly as it is written, and resolves with status, headers and bytes. */
const raw = (origin: string, path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: Record<string, unknown>; bytes: Buffer }>((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    get({ hostname, port, path, headers }, async (reply) => {
      const parts: Buffer[] = [];
      for await (const part of reply) parts.push(part as Buffer);
      resolve({ status: reply.statusCode!, headers: reply.headers, bytes: Buffer.concat(parts) });
    }).on('error', reject);
  });

test('the loader has an address that stays, for pages of every origin and for five minutes', async (t) => {
  const { fetches } = await begin(t);
  const reply = await fetches('/loader.js');
  assert.equal(reply.status, 200);
  assert.equal(reply.headers.get('content-type'), 'text/javascript; charset=utf-8');
  assert.equal(reply.headers.get('cache-control'), 'public, max-age=300');
  assert.equal(reply.headers.get('access-control-allow-origin'), '*');
  assert.equal(reply.headers.get('access-control-allow-credentials'), null);
  assert.equal(reply.headers.get('cross-origin-resource-policy'), 'cross-origin');
  assert.equal(reply.headers.get('x-content-type-options'), 'nosniff');
});

test('it leads to the gate of the version, which has the hash that the loader expects', async (t) => {
  const { fetches, origin } = await begin(t);
  const loader = await (await fetches('/loader.js')).text();
  const path = /"(assets\/[^"]+)"/.exec(loader)![1]!;
  const gate = await (await fetch(new URL(path, `${origin}/loader.js`))).text();
  assert.ok(loader.includes(`sha256-${createHash('sha256').update(gate).digest('base64')}`));
});

test('every file of the version never changes; what the gate imports is among them', async (t) => {
  const { fetches } = await begin(t);
  const names = Object.keys(own.files);
  for (const name of names) {
    const reply = await fetches(`/assets/${own.version}/${name}`);
    assert.equal(reply.status, 200, name);
    const type = name.endsWith('.js') ? 'text/javascript' : 'text/plain';
    assert.equal(reply.headers.get('content-type'), `${type}; charset=utf-8`);
    assert.equal(reply.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(reply.headers.get('access-control-allow-origin'), '*');
    assert.equal(reply.headers.get('x-content-type-options'), 'nosniff');
    const text = await reply.text();
    assert.equal(integrityOf(text), integrityOf(own.files[name]!));
    for (const [, imported] of text.matchAll(/["'`]\.\/([^"'`]+)["'`]/g))
      assert.ok(names.includes(imported!), imported);
  }
  assert.ok(names.length > 10, names.join(' '));
});

test('files are compressed as the browser accepts it', async (t) => {
  const { origin } = await begin(t);
  const path = `/assets/${own.version}/mo-otp-gate.js`;
  const text = own.files['mo-otp-gate.js']!;
  for (const [accepted, encoding, decode] of [
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip, br;q=0', 'gzip', gunzipSync],
    ['identity', undefined, (bytes: Buffer) => bytes],
  ] as const) {
    const { headers, bytes } = await raw(origin, path, { 'accept-encoding': accepted });
    assert.equal(headers['content-encoding'], encoding);
    assert.equal(headers['vary'], 'accept-encoding');
    assert.equal(decode(bytes).toString(), text);
    assert.ok(encoding === undefined || bytes.length < text.length / 2);
  }
});

test('nothing but these files is served, and a 404 is not kept', async (t) => {
  const { origin } = await begin(t);
  const version = `/assets/${own.version}`;
  for (const path of [
    `${version}/`,
    `${version}/mo-otp-gate.js.map`,
    `${version}/constructor`,
    `${version}/__proto__`,
    `${version}/../../package.json`,
    `${version}/..%2f..%2f..%2fpackage.json`,
    `${version}/..%5cpackage.json`,
    `${version}/loader.js%00.txt`,
    `/assets/${'0'.repeat(24)}/loader.js`,
    '/assets/../package.json',
    '/assets/constructor/loader.js',
    '/assets',
    '/mo-otp-gate.js',
    '/v1/loader.js',
  ]) {
    const { status, headers, bytes } = await raw(origin, path);
    assert.ok(status === 404 || status === 400, `${path}: ${status}`);
    assert.equal(headers['cache-control'], 'no-store', path);
    assert.match(String(bytes), /"code":/, path);
  }
});

test('below a path of its own, the files are beside the base address', async (t) => {
  const { fetches } = await begin(t, { settings: { PUBLIC_URL: 'http://verifier.localhost/otp/v1' } });
  assert.equal((await fetches('/otp/loader.js')).status, 200);
  assert.equal((await fetches(`/otp/assets/${own.version}/mo-otp-gate.js`)).status, 200);
  assert.equal((await fetches('/loader.js')).status, 404);
});

test('a verifier serves the files of another version beside it, and for a day after', async (t) => {
  const { store, clock, fetches } = await begin(t);
  const files = { 'mo-otp-gate.js': 'export const version = "next";' };
  const next = { version: versionOf(files), files };
  const path = `/assets/${next.version}/mo-otp-gate.js`;
  assert.equal((await fetches(path)).status, 404);
  await store.keepAssets(next, clock.now(), 0);
  const reply = await fetches(path);
  assert.deepEqual([reply.status, await reply.text()], [200, files['mo-otp-gate.js']]);

  const start = clock.now();
  clock.advance(dayMs);
  await store.keepAssets(own, clock.now(), clock.now() - dayMs);
  assert.ok(await store.assetsOf(next.version), 'a day later');
  assert.ok(await store.assetsOf(own.version), 'its own, kept at the start');
  await store.keepAssets(own, start + dayMs + 1, start + 1);
  assert.equal(await store.assetsOf(next.version), undefined);
});

test('files that were changed in the database are not served', async (t) => {
  const { store, clock, fetches } = await begin(t);
  const version = versionOf({ 'mo-otp-gate.js': 'export const version = "next";' });
  await store.keepAssets({ version, files: { 'mo-otp-gate.js': 'alert(1)' } }, clock.now(), 0);
  assert.equal((await fetches(`/assets/${version}/mo-otp-gate.js`)).status, 404);
});
