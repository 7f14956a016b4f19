/** Connections that send slowly, or nothing: the verifier cuts them. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test, type TestContext } from 'node:test';
import { connectionTimeouts } from '../../demo/verifier/http/server.js';
import { startVerifier } from '../support/verifier.js';

const short = { headers: 200, request: 400, idle: 300, check: 50 };

async function open(t: TestContext) {
  const v = await startVerifier({ timeouts: short });
  t.after(() => v.close());
  const { hostname, port, pathname } = new URL(v.url);
  return async (send: (socket: ReturnType<typeof connect>) => void) => {
    const socket = connect(Number(port), hostname);
    t.after(() => socket.destroy());
    let received = '';
    socket.setEncoding('latin1').on('data', (part: string) => (received += part));
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    const began = performance.now();
    send(socket);
    await once(socket, 'close');
    return { received, after: performance.now() - began, pathname };
  };
}

test('the time-outs of a connection are those that the documentation states', () => {
  assert.deepEqual(connectionTimeouts, { headers: 10_000, request: 15_000, idle: 60_000, check: 1_000 });
});

test('headers that arrive letter by letter are cut', { timeout: 10_000 }, async (t) => {
  const until = await open(t);
  let timer: NodeJS.Timeout | undefined;
  t.after(() => clearInterval(timer));
  const { received, after } = await until((socket) => {
    socket.write('GET /healthz HTTP/1.1\r\nHost: verifier\r\nx: ');
    timer = setInterval(() => socket.write('x'), 20);
  });
  assert.match(received, /^HTTP\/1.1 408 /);
  assert.ok(after >= short.headers && after < 5_000, String(after));
});

test('a body that arrives letter by letter is cut', { timeout: 10_000 }, async (t) => {
  const until = await open(t);
  let timer: NodeJS.Timeout | undefined;
  t.after(() => clearInterval(timer));
  const { received, after } = await until((socket) => {
    socket.write('POST /v1/challenge HTTP/1.1\r\nHost: verifier\r\nContent-Type: application/json\r\n');
    socket.write('Content-Length: 1000\r\n\r\n{');
    timer = setInterval(() => socket.write(' '), 20);
  });
  assert.match(received, /^HTTP\/1.1 408 /);
  assert.ok(after >= short.request && after < 5_000, String(after));
});

test('a connection that never sends anything is closed', { timeout: 10_000 }, async (t) => {
  const until = await open(t);
  const { received, after } = await until(() => undefined);
  assert.ok(after >= short.headers && after < 5_000, String(after));
  assert.match(received, /^(HTTP\/1.1 408 |$)/);
});

test('a connection that falls silent after its request is closed', { timeout: 10_000 }, async (t) => {
  const until = await open(t);
  const { received, after } = await until((socket) => socket.write('GET /healthz HTTP/1.1\r\nHost: verifier\r\n\r\n'));
  assert.match(received, /^HTTP\/1.1 200 /);
  assert.ok(after >= short.idle && after < 5_000, String(after));
});
