/** A verifier that is told to stop (SIGTERM) with requests under way, behind a load balancer and alone. */
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { test } from 'node:test';
import { startProcesses } from '../support/processes.js';

const inFlight = 100;

/** Sends a request on a connection that stays open; resolves with its status, or with the error of its connection. */
const ask = (url: string, agent: Agent, body?: object) =>
  new Promise<{ status?: number | undefined; error?: string; closes?: boolean }>((resolve) => {
    const sent = request(
      url,
      { agent, method: body ? 'POST' : 'GET', headers: { 'content-type': 'application/json' } },
      (reply) =>
        reply
          .resume()
          .on('end', () => resolve({ status: reply.statusCode, closes: reply.headers.connection === 'close' })),
    );
    sent.on('error', ({ message }) => resolve({ error: message })).end(body && JSON.stringify(body));
  });

for (const seconds of [0, 1])
  test(`with ${seconds} seconds to drain nothing of ${inFlight} requests under way is reset, and it ends`, async (t) => {
    const v = await startProcesses({ count: 1, settings: { DRAIN_SECONDS: String(seconds) } });
    t.after(() => v.close());
    const [url] = v.urls;
    const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
    t.after(() => agent.destroy());
    // warm connections, as a proxy has them
    await Promise.all(Array.from({ length: inFlight }, () => ask(`${new URL(url!).origin}/healthz`, agent)));
    const sessions = await Promise.all(Array.from({ length: inFlight }, () => v.openSession()));

    const answers = sessions.map((session) => ask(`${url}/challenge`, agent, { session }));
    const ended = v.terminate();
    const later =
      seconds === 0
        ? []
        : await Promise.all(
            ['readyz', 'healthz', 'readyz'].map((path) => ask(`${new URL(url!).origin}/${path}`, agent)),
          );
    const outcomes = await Promise.all(answers);
    assert.deepEqual(
      outcomes.filter(({ status }) => status !== 200),
      [],
    );
    if (seconds > 0) {
      assert.deepEqual(
        later.map(({ status }) => status),
        [503, 200, 503],
      );
      assert.ok(later.every(({ closes }) => closes));
    }
    assert.deepEqual(await ended, [0]);
  });
