import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { openPerson } from '../../demo/checker/person.js';
import { openWire } from '../../demo/checker/wire.js';

/** A clock that records the seconds by which it is advanced. */
function recordingClock() {
  const waits: number[] = [];
  return { waits, adjustable: false, advance: async (seconds: number) => void waits.push(seconds) };
}

/** A server that answers 429 that many times, then 200. */
async function refusing(t: TestContext, times: number, headers: Record<string, string>) {
  const server = createServer((_request, response) =>
    times-- > 0 ? response.writeHead(429, headers).end('{}') : response.end('{"fine":true}'),
  );
  t.after(() => server.close());
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a request with a 429 is repeated after the time in Retry-After', async (t) => {
  const time = recordingClock();
  const reply = await openWire(await refusing(t, 2, { 'retry-after': '7' }), time).post('/', {});
  assert.deepEqual([reply.status, reply.body, time.waits], [200, { fine: true }, [7, 7]]);
});

test('after ten retries the 429 is the reply', async (t) => {
  const time = recordingClock();
  assert.equal((await openWire(await refusing(t, 1000, { 'retry-after': '7' }), time).post('/', {})).status, 429);
  assert.equal(time.waits.length, 10);
});

test('a request with a 429 without Retry-After, or with a long one, is not repeated', async (t) => {
  const time = recordingClock();
  for (const headers of [{}, { 'retry-after': '3600' }])
    assert.equal(
      (await openWire(await refusing(t, 1, headers as Record<string, string>), time).post('/', {})).status,
      429,
    );
  assert.deepEqual(time.waits, []);
});

test('a learner has one right code per period; wrong codes are wrong in the adjacent periods too', async () => {
  const time = recordingClock();
  // the secret and the codes of RFC 6238, appendix B
  const otpauth = { secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', period: 30, digits: 8, algorithm: 'sha1' } as const;
  const person = openPerson({ name: '홍길동', phone: '010-0000-1234', otpauth }, time);
  assert.equal(await person.rightCode({ time: 1_111_111_109_000 }), '07081804');
  assert.deepEqual(time.waits, []);
  assert.equal(await person.rightCode({ time: 1_111_111_109_000 }), '14050471');
  assert.deepEqual(time.waits, [1]);
  const wrong = person.wrongCodes({ time: 1_111_111_109_000 }, 12);
  assert.equal(new Set(wrong).size, 12);
  assert(!wrong.includes('07081804') && wrong.every((code) => /^\d{8}$/.test(code)));
});
