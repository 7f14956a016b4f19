import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { createPhone } from '../../demo/phone/server.js';

const verifier = 'http://localhost:4174/v1';
const bearer = { authorization: 'Bearer right' };
let time = 0;
let phone: FastifyInstance;

before(() => void (phone = createPhone({ verifier, smsSecret: 'right', clock: { now: () => time } })));
after(() => phone.close());

const deliver = (to: string, text: string, headers: Record<string, string> = bearer) =>
  phone.inject({ method: 'POST', url: '/sms', headers, payload: { to, text } });
const latest = async (number: string) =>
  (await phone.inject({ method: 'POST', url: '/sms/inbox', payload: { phone: number } })).json<{ text?: string }>()
    .text;

test('a delivered SMS is found by its number in any spelling', async () => {
  assert.equal((await deliver('010-0000-1111', '하나')).statusCode, 204);
  assert.equal(await latest('01000001111'), '하나');
  assert.equal(await latest('010-0000-1112'), undefined);
});

test('only the latest SMS is kept', async () => {
  await deliver('01000002222', '하나');
  await deliver('01000002222', '둘');
  assert.equal(await latest('01000002222'), '둘');
});

test('an SMS is deleted after three minutes', async () => {
  await deliver('01000003333', '하나');
  time += 179_999;
  assert.equal(await latest('01000003333'), '하나');
  time += 1;
  assert.equal(await latest('01000003333'), undefined);
});

test('delivering an SMS needs the secret', async () => {
  for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: 'right' }, { authorization: '' }])
    assert.equal((await deliver('01000004444', '하나', headers as Record<string, string>)).statusCode, 401);
  assert.equal(await latest('01000004444'), undefined);
});

test('the inbox holds a thousand numbers, then drops the oldest', async () => {
  await deliver('01000005555', '처음');
  for (let n = 0; n < 999; n++) await deliver(`0101000${String(n).padStart(4, '0')}`, '다음');
  assert.equal(await latest('01000005555'), '처음');
  await deliver('01020000000', '하나 더');
  assert.equal(await latest('01000005555'), undefined);
  assert.equal(await latest('01020000000'), '하나 더');
});

test('invalid input leads to a problem without internal details', async () => {
  const post = (payload: object | string, type = 'application/json') =>
    phone.inject({ method: 'POST', url: '/sms', headers: { ...bearer, 'content-type': type }, payload });
  for (const [status, reply] of [
    [400, await post({ to: 1 })],
    [400, await post('{')],
    [413, await post({ to: '0', text: 'x'.repeat(20_000) })],
    [415, await post('to=0', 'text/x-form')],
    [404, await phone.inject('/nothing')],
    [404, await phone.inject('/main.ts')],
  ] as const) {
    assert.equal(reply.statusCode, status);
    assert.equal(reply.headers['content-type'], 'application/problem+json; charset=utf-8');
    assert.deepEqual(Object.keys(reply.json()), ['title', 'status']);
  }
});

test('every response has a strict content security policy that allows only its verifier', async () => {
  for (const url of ['/', '/app.js', '/service-worker.js', '/nothing']) {
    const policy = String((await phone.inject(url)).headers['content-security-policy']);
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /connect-src 'self' http:\/\/localhost:4174;/);
    assert.doesNotMatch(policy, /unsafe|\*/);
  }
  assert.doesNotMatch((await phone.inject('/')).body, /<style|style=|<script(?! type="module" src=)|\son\w+=/);
});

test('the manifest names existing icons, one of them maskable', async () => {
  const manifest = (await phone.inject('/manifest.webmanifest')).json<{
    display: string;
    icons: { src: string; sizes: string; type: string; purpose?: string }[];
  }>();
  assert.equal(manifest.display, 'standalone');
  for (const { src, type } of manifest.icons) assert.equal((await phone.inject(src)).headers['content-type'], type);
  for (const size of ['192x192', '512x512'])
    assert.ok(
      manifest.icons.some((icon) => icon.sizes === size && !icon.purpose),
      size,
    );
  assert.ok(manifest.icons.some(({ purpose }) => purpose === 'maskable'));
});

test('changed assets change the service worker’s version, a restart does not', async () => {
  const worker = async (verifier: string) => {
    const other = createPhone({ verifier, smsSecret: 'right' });
    const { body } = await other.inject('/service-worker.js');
    await other.close();
    return body;
  };
  assert.equal(await worker(verifier), (await phone.inject('/service-worker.js')).body);
  assert.notEqual(await worker('https://otp.example/v1'), await worker(verifier));
});

test('an address cannot break out of the page', async () => {
  const other = createPhone({ verifier: 'http://localhost/v1?"><script>', smsSecret: 'right' });
  assert.doesNotMatch((await other.inject('/')).body, /"><script>/);
  await other.close();
});

test('the SMS page shows a message as text', async () => {
  await deliver('010-0000-9999', '<b>인증번호</b> 123456');
  assert.match((await phone.inject('/messages')).body, /문자 메시지함/);
  const page = await phone.inject({
    method: 'POST',
    url: '/messages',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'phone=01000009999',
  });
  assert.match(page.body, /&lt;b&gt;인증번호&lt;\/b&gt; 123456/);
  assert.match(String(page.headers['content-security-policy']), /form-action 'self'/);
});
