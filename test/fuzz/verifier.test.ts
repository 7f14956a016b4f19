/**
 * Fuzzes every route that the server registers with malformed, huge, deeply nested and wrongly encoded bodies.
 * `FUZZ_RUNS=2000 node test/run.mjs fuzz` sends that many requests to each route, `FUZZ_SEED` repeats a failure.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { ChallengeReply, problems, type MethodId } from 'mo-otp-gate/contract';
import { hong, lesson } from '../support/client.js';
import { sendRaw, type RawReply } from './send-raw.js';
import { openFuzzed, type Address, type Fuzzed } from './fuzzed-verifier.js';
import { rawRequests } from './requests.js';

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 10);
const seed = process.env['FUZZ_SEED'] === undefined ? {} : { seed: Number(process.env['FUZZ_SEED']) };

/** Configurations of the verifier, with the methods that work without a third party. */
const setups: Record<string, { settings: Record<string, string>; methods: MethodId[] }> = {
  'all of our own': { settings: {}, methods: ['motp', 'web-otp', 'captcha', 'phone', 'ipin'] },
  'PortOne, Turnstile and the HRD Korea sandbox': {
    settings: {
      IDENTITY_PROVIDER: 'portone',
      PORTONE_STORE_ID: 'store',
      PORTONE_CHANNEL_KEY: 'key',
      PORTONE_API_SECRET: 'secret',
      CAPTCHA: 'turnstile',
      CAPTCHA_SITE_KEY: 'key',
      CAPTCHA_SECRET: 'secret',
      MOTP_AUTHORITY: 'hrd-korea-sandbox',
    },
    methods: ['motp'],
  },
  'NICE and hCaptcha': {
    settings: {
      IDENTITY_PROVIDER: 'nice',
      NICE_CLIENT_ID: 'id',
      NICE_CLIENT_SECRET: 'secret',
      NICE_PRODUCT_ID: 'product',
      CAPTCHA: 'hcaptcha',
      CAPTCHA_SITE_KEY: 'key',
      CAPTCHA_SECRET: 'secret',
    },
    methods: ['motp'],
  },
};
const learner = { ...hong, birthDate: '1990-01-01' };

/**
 * Sends a valid body to every route of the wire, opens challenges of every method and a provider's check; returns the
 * names in their paths.
 */
async function recordTraffic(
  { origin, post, read, openSession, registerDevice, challenge, verify, siteverify }: Fuzzed,
  methods: MethodId[],
) {
  const device = await registerDevice();
  await post('/devices/unlock', { device: device.device, attempt: 'a'.repeat(32), proof: '0'.repeat(64) });
  const enrolment = await openSession(learner, { ...lesson(9), kind: 'enrolment' });
  await verify((await challenge(enrolment)).id, device.codeAt(Date.now()));
  const names: string[] = [];
  for (const method of methods) {
    const question = await read(
      ChallengeReply,
      post('/challenge', { session: await openSession(learner, lesson(9), { origin: 'http://site.test' }), method }),
    );
    assert(question.status === 'challenge');
    await verify(question.id, device.wrongCodeAt(Date.now())).catch(() => undefined);
    if (!('url' in question.params)) continue;
    const { pathname } = new URL(question.params.url);
    const { headers } = (await sendRaw(origin, { method: 'GET', path: pathname, headers: {}, body: Buffer.alloc(0) }))!;
    names.push(...[pathname, headers.location ?? ''].map((path) => path.split('/').at(-1)!));
  }
  await siteverify('no.such.token');
  return names.filter(Boolean);
}

/** Every reply is one of ours: no server error, no internal detail, nothing long. */
function assertWellFormedReply({ status, headers, text }: RawReply) {
  assert.ok(status < 500, `${status} ${text}`);
  assert.doesNotMatch(text, /\.ts:\d|node_modules|SQLITE|syntax error at/i);
  if (status < 400) return;
  assert.ok(text.length < 10_000);
  if (!headers['content-type']?.includes('problem+json')) return;
  const { code, status: bodyStatus } = JSON.parse(text) as { code: keyof typeof problems; status: number };
  assert.deepEqual([bodyStatus, problems[code]], [status, status]);
}

for (const [setup, { settings, methods }] of Object.entries(setups))
  describe(`a verifier with ${setup}`, () => {
    let verifier: Fuzzed;
    let names: string[];
    const examples = new Map<string, unknown[]>();
    before(async () => {
      let recording = true;
      verifier = await openFuzzed(
        settings,
        ({ url }, body) => recording && examples.set(url, [...(examples.get(url) ?? []), body]),
      );
      names = await recordTraffic(verifier, methods);
      recording = false;
    });
    after(() => verifier.close());
    const at = (address: Address) =>
      rawRequests(address, { examples: examples.get(address.url) ?? [], names, secret: verifier.siteSecret });

    it('recorded a body for every route of the wire', () => {
      for (const path of [
        'challenge',
        'verify',
        'sessions',
        'siteverify',
        'devices',
        'devices/codes',
        'devices/unlock',
      ])
        assert.ok(examples.has(`/v1/${path}`), path);
    });

    it('answers every request to every address without a failure', async (t) => {
      for (const address of verifier.addresses)
        await t.test(`${address.method} ${address.url}`, async () => {
          const failed = verifier.failures.length;
          const unfailing = fc.asyncProperty(at(address), async (request) => {
            const answer = await sendRaw(verifier.origin, request);
            if (answer) assertWellFormedReply(answer);
            assert.deepEqual(verifier.failures.slice(failed), []);
          });
          await fc.assert(unfailing, { numRuns, includeErrorInReport: true, ...seed });
        });
    });

    it('retains no memory of requests', async () => {
      const some = fc.sample(fc.constantFrom(...verifier.addresses).chain(at), { numRuns: 300, seed: 1 });
      const sendAll = async () => {
        for (const request of some) await sendRaw(verifier.origin, request);
        return memory();
      };
      await sendAll();
      const [earlier, later] = [await sendAll(), await sendAll()];
      assert.ok(later - earlier < 2_000_000, `${later - earlier} bytes more after ${some.length} requests`);
    });

    it('stops reading an endless body', async () => {
      const { server } = verifier.server;
      const incoming = once(server, 'connection') as Promise<[Socket]>;
      const sender = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
      const [receiver] = await incoming;
      sender.write(
        'POST /v1/challenge HTTP/1.1\r\nHost: verifier.localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
      );
      const chunk = `4000\r\n${'['.repeat(0x4000)}\r\n`;
      sender.resume().on('drain', () => sender.write(chunk));
      while (sender.write(chunk));
      await once(receiver, 'close');
      assert.ok(receiver.bytesRead < 1_000_000, `${receiver.bytesRead} bytes were read`);
    });

    it('still verifies a learner afterwards', async () => {
      assert.equal(
        (await sendRaw(verifier.origin, { method: 'GET', path: '/readyz', headers: {}, body: Buffer.alloc(0) }))
          ?.status,
        200,
      );
      const other = { ref: 'learner-9', name: '이나래', phone: '010-0000-0009' };
      const device = await verifier.registerDevice(other.name, other.phone);
      const { id } = await verifier.challenge(await verifier.openSession(other, lesson(9)));
      assert.equal((await verifier.verify(id, device.codeAt(Date.now()))).status, 'unlocked');
    });
  });

/** Bytes of heap in use after garbage collection. */
function memory() {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
