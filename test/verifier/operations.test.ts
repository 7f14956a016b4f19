import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { openStore } from '../../demo/verifier/compose.js';
import { storeSettingsFrom } from '../../demo/verifier/settings.js';
import { startProcesses } from '../support/processes.js';
import { hong, SetClock, startVerifier } from '../support/verifier.js';

test('a verifier is live, and ready while its store can be read and written to', async (t) => {
  let broken: 'time' | 'probeWrite' | undefined;
  const v = await startVerifier({
    store: (opened) => ({
      ...opened,
      time: async () => (broken === 'time' ? Promise.reject(new Error('gone')) : opened.time()),
      probeWrite: async (at) => (broken === 'probeWrite' ? Promise.reject(new Error('gone')) : opened.probeWrite(at)),
    }),
  });
  t.after(() => v.close());
  const status = async (path: string) => (await fetch(new URL(path, v.url))).status;
  assert.deepEqual([await status('/healthz'), await status('/readyz')], [200, 200]);
  for (const [part, detail] of [
    ['time', 'reads: failed, writes: ok'],
    ['probeWrite', 'reads: ok, writes: failed'],
  ] as const) {
    broken = part;
    assert.equal(await status('/healthz'), 200);
    const reply = await fetch(new URL('/readyz', v.url));
    assert.deepEqual([reply.status, reply.headers.get('retry-after')], [503, '5']);
    assert.equal(((await reply.json()) as { detail: string }).detail, detail);
  }
  broken = undefined;
  assert.equal(await status('/readyz'), 200);
});

test('an operator with the token reads metrics that count verdicts and contain no personal data', async (t) => {
  const clock = new SetClock();
  const v = await startVerifier({ clock, metricsToken: 'made for this test' });
  t.after(() => v.close());
  const phone = await v.registerDevice();
  const { id } = await v.challenge(await v.openSession());
  await v.verify(id, phone.wrongCodeAt(clock.now()));
  await v.verify(id, phone.codeAt(clock.now()));
  const get = (authorization: string) => fetch(new URL('/metrics', v.url), { headers: { authorization } });
  assert.equal((await get('Bearer wrong')).status, 401);
  const metrics = await (await get('Bearer made for this test')).text();
  assert.match(metrics, /mo_otp_verdicts_total\{status="rejected",reason="wrong-code",site="site",method="motp"\} 1/);
  assert.match(metrics, /mo_otp_verdicts_total\{status="verified",reason="",site="site",method="motp"\} 1/);
  assert.match(metrics, /mo_otp_request_seconds_count\{method="POST",route="\/v1\/verify",status="200"\} 2/);
  for (const secret of [hong.name, hong.ref, '0000-1234', '127.0.0.1', id])
    assert.equal(metrics.includes(secret), false, secret);
});

test('an operator sees in the metrics how many messages wait for an authority that is down', async (t) => {
  let gone = false;
  const v = await startVerifier({
    metricsToken: 'made for this test',
    upstreamMessages: () => [{ id: 'lt_1', message: 'sealed' }],
    store: (opened) => ({
      ...opened,
      countOutboxMessages: async () => (gone ? Promise.reject(new Error('gone')) : opened.countOutboxMessages()),
    }),
  });
  t.after(() => v.close());
  const waiting = async () =>
    /^mo_otp_outbox_messages (\w+)$/m.exec(
      await (
        await fetch(new URL('/metrics', v.url), { headers: { authorization: 'Bearer made for this test' } })
      ).text(),
    )?.[1];
  assert.equal(await waiting(), '0');
  await v.registerDevice();
  await v.verify((await v.challenge(await v.openSession())).id, '000000');
  assert.equal(await waiting(), '1');
  gone = true;
  assert.equal(await waiting(), 'Nan');
});

test('without a token there are no metrics', async (t) => {
  const v = await startVerifier();
  t.after(() => v.close());
  assert.equal(
    (await fetch(new URL('/metrics', v.url), { headers: { authorization: 'Bearer undefined' } })).status,
    404,
  );
});

test(
  'a verifier closes without waiting for a browser that is connected but sent no request',
  { timeout: 30_000 },
  async (t) => {
    const v = await startVerifier();
    const { port, hostname } = new URL(v.url);
    const socket = connect(Number(port), hostname).resume();
    const hungUp = once(socket, 'close');
    await once(socket, 'connect');
    await fetch(new URL('/healthz', v.url)); // by its reply the server has accepted the connection
    t.mock.timers.enable({ apis: ['setTimeout'] });
    let closed = false;
    const closing = v.close().then(() => (closed = true));
    while (!closed) {
      await setImmediate();
      t.mock.timers.tick(1000);
    }
    await Promise.all([closing, hungUp]);
  },
);

test('an unusable database is named by its setting, without the password', async () => {
  const fails = (settings: Record<string, string>, said: RegExp) =>
    assert.rejects(openStore(storeSettingsFrom(settings)), ({ message }: Error) => {
      assert.match(message, said);
      assert.doesNotMatch(message, /hidden/);
      return true;
    });
  await fails(
    { DATABASE_URL: 'postgres://user:hidden@127.0.0.1:1/verifier' },
    /^The database of DATABASE_URL cannot be used: .*ECONNREFUSED/,
  );
  await fails({ DATA_DIR: '/dev/null/data' }, /^The database of DATA_DIR cannot be used: .*ENOTDIR/);
});

test('a learner whose verifier stops still gets the reply; it exits with 0', async () => {
  const v = await startProcesses({ count: 1 });
  const session = await v.openSession();
  const under = Promise.allSettled(Array.from({ length: 20 }, () => v.challenge(session)));
  const codes = await v.close();
  assert.deepEqual(codes, [0]);
  for (const one of await under) if (one.status === 'fulfilled') assert.match(one.value.id, /^ch_/);
});
