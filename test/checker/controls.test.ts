/** Negative controls: a server that is no verifier fails every case. */
import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { generateSecret } from 'otplib';
import type { VerifierClock } from '../../demo/checker/verifier-clock.js';
import { Settings } from '../../demo/checker/settings.js';
import { caseResults } from './case-results.js';
import { origins, people } from './people.js';

const instantClock: VerifierClock = { adjustable: true, advance: async () => {} };
const learners = people.map((person) => ({
  ...person,
  otpauth: `otpauth://totp/test?secret=${generateSecret()}&period=60`,
}));
const settingsFor = (verifier: string) =>
  Settings.parse({
    verifier,
    secret: 'one',
    otherSecret: 'other',
    otherOrigin: 'http://other.test',
    origins,
    learners,
  });

async function passedBy(t: TestContext, listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await new Promise((listening) => server.once('listening', listening));
  const all = await caseResults(
    settingsFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`),
    instantClock,
  );
  return all.filter(({ result }) => result !== 'failed');
}

test('a server that answers 200 to everything fails every case', async (t) => {
  const yes = {
    'content-type': 'application/json',
    'access-control-allow-origin': '*',
    'access-control-allow-credentials': 'true',
  };
  assert.deepEqual(await passedBy(t, (_request, response) => response.writeHead(200, yes).end('{}')), []);
});

test('a server that answers 500 to everything fails every case', async (t) => {
  assert.deepEqual(
    await passedBy(t, (_request, response) =>
      response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>sorry</h1>'),
    ),
    [],
  );
});

test('without a server every case fails and says why', async () => {
  for (const { result, why } of await caseResults(settingsFor('http://127.0.0.1:9/v1'), instantClock)) {
    assert.equal(result, 'failed');
    assert.match(why ?? '', /expected a reply; received fetch failed/);
  }
});
