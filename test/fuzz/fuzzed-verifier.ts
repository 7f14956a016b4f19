/** A verifier with every feature enabled that reports its routes and the bodies it received. */
import { createServer } from 'node:http';
import diagnostics from 'node:diagnostics_channel';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { openVerifier } from '../../demo/verifier/compose.js';
import { settingsFrom } from '../../demo/verifier/settings.js';
import { verifierClient } from '../support/client.js';

export interface Address {
  method: string;
  url: string;
}

/** `settings` override the ones that enable everything. `onBody` is called with each parsed body. */
export async function openFuzzed(
  settings: Record<string, string>,
  onBody: (address: Address, body: unknown) => void = () => {},
) {
  const addresses: Address[] = [];
  const failures: string[] = [];
  // before any route is registered, so that new routes are found automatically
  const onOpened = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook(
      'onRoute',
      ({ method, url }) =>
        void addresses.push(
          ...[method]
            .flat()
            .filter((one) => one !== 'HEAD')
            .map((one) => ({ method: one, url })),
        ),
    );
    fastify.addHook(
      'preHandler',
      async ({ method, routeOptions: { url }, body }) => url && body && onBody({ method, url }, body),
    );
    const causes = new WeakMap<object, Error>();
    fastify.addHook('onError', async (request, _reply, error) => void causes.set(request, error));
    fastify.addHook(
      'onResponse',
      async (request, { statusCode }) =>
        void (statusCode >= 500 && failures.push(`${statusCode} ${causes.get(request)?.stack}`)),
    );
  };

  const messages: { to: string; text: string }[] = [];
  const post = createServer((request, reply) => {
    let text = '';
    request
      .on('data', (chunk) => (text += chunk))
      .on('end', () => {
        messages.push(JSON.parse(text));
        reply.end();
      });
  });
  await new Promise<void>((listening) => post.listen(0, '127.0.0.1', listening));

  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-fuzz-'));
  const much = '1000000';
  const everything = {
    DATA_DIR: folder,
    PUBLIC_URL: 'http://verifier.localhost/v1',
    IDENTITY_PROVIDER: 'sandbox',
    PHONE_ORIGINS: 'http://phone.test',
    TEST_MODE: 'true',
    METRICS_TOKEN: 'metrics-token-of-a-test',
    LOG_LEVEL: 'silent',
    SMS_WEBHOOK_URL: `http://127.0.0.1:${(post.address() as AddressInfo).port}/`,
    SMS_WEBHOOK_SECRET: 'sms-secret-of-a-test',
    LIMIT_SESSION: much,
    LIMIT_LEARNER: much,
    LIMIT_ADDRESS: much,
  };
  diagnostics.subscribe('fastify.initialization', onOpened);
  const { server, registerSite, close } = await openVerifier(settingsFrom({ ...everything, ...settings })).finally(() =>
    diagnostics.unsubscribe('fastify.initialization', onOpened),
  );
  const siteSecret = 'site-secret-of-a-test-only';
  await registerSite({ id: 'site', name: 'site', origins: ['http://site.test'] }, siteSecret);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const origin = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return {
    server,
    origin,
    addresses,
    /** Server errors since the verifier was opened. */
    failures,
    siteSecret,
    ...verifierClient({ url: () => `${origin}/v1`, siteSecret, messages }),
    async close() {
      await close();
      post.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export type Fuzzed = Awaited<ReturnType<typeof openFuzzed>>;
