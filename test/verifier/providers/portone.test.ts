import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { portoneProvider } from '../../../demo/verifier/providers/portone/portone.js';
import { hong } from '../../support/verifier.js';
import { begin } from '../methods/session.js';

const channelKey = 'channel-key-1';
const person = {
  name: '홍길동',
  phoneNumber: '01000001234',
  birthDate: '1990-01-01',
  ci: 'C'.repeat(88),
  di: 'D'.repeat(64),
};
const verified = (more: object = {}) => ({
  status: 'VERIFIED',
  channel: { type: 'LIVE', key: channelKey, pgProvider: 'DANAL', pgMerchantId: 'merchant' },
  verifiedCustomer: person,
  requestedAt: '2026-03-02T03:00:00Z',
  updatedAt: '2026-03-02T03:00:00Z',
  statusChangedAt: '2026-03-02T03:00:00Z',
  verifiedAt: '2026-03-02T03:00:00Z',
  pgTxId: 'pg-tx-1',
  pgRawResponse: '{}',
  version: 'V2',
  ...more,
});

/** A fake of PortOne's documented API: `GET /identity-verifications/{id}` with the secret, errors `{type, message}`. */
async function fakePortOne(t: TestContext) {
  const known = new Map<string, object>();
  const state = { down: false };
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (state.down) return void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
    if (request.headers.authorization !== 'PortOne api-secret')
      return answer(401, { type: 'UNAUTHORIZED', message: 'no' });
    const id = /^\/identity-verifications\/([0-9a-f]{32})(?:\?|$)/.exec(request.url!)?.[1];
    const found = known.get(id ?? '');
    return found
      ? answer(200, { id, ...found })
      : answer(404, { type: 'IDENTITY_VERIFICATION_NOT_FOUND', message: 'no' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return { api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, known, state };
}

async function withPortOne(t: TestContext, { secret = 'api-secret', acceptTests = false } = {}) {
  const { api, known, state } = await fakePortOne(t);
  const v = await begin(t, {
    provider: (address) => portoneProvider({ storeId: 'store-1', channelKey, secret, api, acceptTests }, address),
  });
  /** Opens the check up to the page that runs PortOne's script. */
  async function open() {
    const session = await v.session();
    const { id, params } = await v.ask(session, 'phone');
    const page = await v.window.go(params.url);
    const number = /data-number="([0-9a-f]{32})"/.exec(page.html)![1]!;
    return {
      session,
      id,
      page,
      number,
      back: () => v.window.go(`${v.issuer}/identity/return/${number}?identityVerificationId=${number}`),
    };
  }
  return { ...v, known, state, open };
}

test('a learner who passes at PortOne is verified by its API’s result', async (t) => {
  const v = await withPortOne(t);
  const { id, number, back } = await v.open();
  v.known.set(number, verified());
  assert.equal((await back()).title, '확인을 마쳤습니다');
  assert.equal((await v.prove(id)).status, 'verified');
  assert.equal((await v.evidence.chain({ site: 'site', ref: hong.ref }))[0]?.transaction, 'pg-tx-1');
});

test('a learner gets PortOne’s script on a verifier’s page with its own policy and no personal data', async (t) => {
  const v = await withPortOne(t);
  const { page } = await v.open();
  assert.match(page.headers.get('content-security-policy')!, /script-src 'self' https:\/\/cdn\.portone\.io;/);
  assert.match(page.html, /src="https:\/\/cdn\.portone\.io\/v2\/browser-sdk\.js"/);
  assert.doesNotMatch(page.html, /홍길동|0000|api-secret/);
  assert.equal((await fetch(`${v.url}/identity/portone.js`)).status, 200);
});

test('a learner whose window closes before it returns is verified at the gate’s next poll', async (t) => {
  const v = await withPortOne(t);
  const { id, number } = await v.open();
  assert.deepEqual(await v.prove(id), { status: 'pending', retryIn: 2 });
  v.known.set(number, { status: 'READY', requestedCustomer: {} });
  assert.deepEqual(await v.prove(id), { status: 'pending', retryIn: 2 });
  v.known.set(number, verified());
  assert.equal((await v.prove(id)).status, 'verified');
});

test('a browser that claims success is not trusted', async (t) => {
  const v = await withPortOne(t);
  const { id, number, back } = await v.open();
  v.known.set(number, { status: 'READY', requestedCustomer: {} });
  assert.equal((await back()).title, '확인을 그만두었습니다');
  assert.deepEqual(await v.prove(id), { status: 'rejected', reason: 'cancelled' });
});

test('a learner is refused when another person passes', async (t) => {
  const v = await withPortOne(t);
  const { id, number, back } = await v.open();
  v.known.set(number, verified({ verifiedCustomer: { ...person, name: '김하나' } }));
  await back();
  assert.deepEqual(await v.prove(id), { status: 'rejected', reason: 'not-same-person' });
});

test('a learner’s failed check keeps the provider’s code as evidence', async (t) => {
  const v = await withPortOne(t);
  const { id, number } = await v.open();
  v.known.set(number, {
    status: 'FAILED',
    requestedCustomer: {},
    failure: { reason: 'x', pgCode: 'B123', pgMessage: 'y' },
  });
  assert.deepEqual(await v.prove(id), { status: 'rejected', reason: 'cancelled' });
  assert.equal((await v.evidence.chain({ site: 'site', ref: hong.ref }))[0]?.upstream, 'B123');
});

for (const [what, more] of [
  ['for another request number', { id: 'f'.repeat(32) }],
  ['of another channel', { channel: { type: 'LIVE', key: 'another' } }],
  ['of a test channel', { channel: { type: 'TEST', key: channelKey } }],
] as const)
  test(`a result ${what} verifies nothing`, async (t) => {
    const v = await withPortOne(t);
    const { id, number, back } = await v.open();
    v.known.set(number, verified(more));
    assert.equal((await back()).status, 400);
    assert.deepEqual(await v.prove(id), { status: 'pending', retryIn: 2 });
  });

test('a learner’s result that returns twice counts once, in its own challenge only', async (t) => {
  const v = await withPortOne(t);
  const [one, other] = [await v.open(), await v.open()];
  v.known.set(one.number, verified());
  await one.back();
  assert.equal((await v.prove(one.id)).status, 'verified');
  assert.equal((await one.back()).status, 400);
  assert.deepEqual(await v.prove(other.id), { status: 'pending', retryIn: 2 });
});

for (const [what, trouble] of [
  ['is down', 'down'],
  ['refuses our secret', 'secret'],
] as const)
  test(`a learner sees an outage when PortOne ${what} and loses nothing`, async (t) => {
    const v = await withPortOne(t, trouble === 'secret' ? { secret: 'old' } : {});
    const { id, number, back } = await v.open();
    v.known.set(number, verified());
    v.state.down = trouble === 'down';
    assert.deepEqual(await v.prove(id), { status: 'pending', retryIn: 2 });
    assert.equal((await back()).status, 503);
    assert.deepEqual(await v.prove(id), { status: 'unavailable', retryIn: 30 });
    v.state.down = false;
    if (trouble === 'down') assert.equal((await v.prove(id)).status, 'verified');
  });
