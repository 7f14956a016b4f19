/**
 * A whole verifier for tests: listening on a free port, with a clock that the test sets, a site registered and text messages caught.
 * Every learner, name and number in it is made up.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyServerOptions } from 'fastify';
import { deviceRegistry } from '../../demo/verifier/authorities/devices/registry.js';
import type { UpstreamReporter, MotpAuthority } from '../../demo/verifier/authorities/authority.js';
import { limiter, type RequestsAMinute } from '../../demo/verifier/http/limiter.js';
import { workCaptcha } from '../../demo/verifier/methods/captcha/work.js';
import type { Method } from '../../demo/verifier/methods/method.js';
import { masterKeyFile } from '../../demo/verifier/crypto/master-keys.js';
import { methods } from '../../demo/verifier/methods/methods.js';
import { presets } from '../../demo/verifier/domain/policy-presets.js';
import type { Policy } from '../../demo/verifier/domain/policy.js';
import { identityChecks } from '../../demo/verifier/providers/identity-checks.js';
import type { IdentityProvider } from '../../demo/verifier/providers/provider.js';
import { sandboxProvider } from '../../demo/verifier/providers/sandbox/sandbox.js';
import { createVerifier } from '../../demo/verifier/http/server.js';
import { hashSiteSecret, newSiteSecret } from '../../demo/verifier/crypto/site-secrets.js';
import type { SmsSender } from '../../demo/verifier/sms/sms.js';
import { openSqlite } from '../../demo/verifier/store/sqlite/sqlite.js';
import type { Store } from '../../demo/verifier/store/store.js';
import { openTokens } from '../../demo/verifier/crypto/tokens.js';
import { openStoredVault } from '../../demo/verifier/crypto/vault.js';
import { verifierClient } from './client.js';

export { exam, hong, kim, lesson } from './client.js';

/** A clock that stands still until it is told to go on. Milliseconds. */
export class SetClock {
  #now: number;
  /** By default noon of a day in Korea, ten seconds into a step. */
  constructor(now = Date.parse('2026-03-02T12:00:10+09:00')) {
    this.#now = now;
  }
  now = () => this.#now;
  set(now: number) {
    this.#now = now;
  }
  advance(milliseconds: number) {
    this.#now += milliseconds;
  }
}

export interface Options {
  /** Time for everything in the verifier; default: a clock that stands still. Pass `systemClock` where a browser shows real time. */
  clock?: { now(): number };
  policy?: Policy;
  /** Origins of pages that may use the site's sessions. */
  origins?: string[];
  /** Where text messages go; default: `messages`. */
  sms?: SmsSender;
  /** Stands in for our own registry of phone apps. */
  authority?: MotpAuthority;
  /** Who checks identities, told the verifier's own address; default: the sandbox. */
  provider?: (address: string) => IdentityProvider;
  /** Default: a little work for the computer. */
  captcha?: Method;
  metricsToken?: string;
  /** What an outside authority must be told. */
  tell?: UpstreamReporter['messagesFor'];
  /** Puts another store in the place of the one that was opened. */
  store?: (opened: Store) => Store;
  /** Default: a folder that `close` removes. Name one to start again on the same data. */
  dataFolder?: string;
  /** Default: more than tests ask. */
  limits?: RequestsAMinute;
  logger?: FastifyServerOptions['logger'];
}

/** Starts one. By default the policy asks at every entry, without an enrolment before it, so that one right code gives a token. */
export async function startVerifier(options: Options = {}) {
  const clock = options.clock ?? new SetClock();
  const folder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'mo-otp-gate-verifier-'));
  const opened = openSqlite(join(folder, 'verifier.db'));
  const store = options.store?.(opened) ?? opened;
  const vault = await openStoredVault(store, masterKeyFile(join(folder, 'master.key')));
  const messages: { to: string; text: string }[] = [];
  const sms = options.sms ?? { send: async (message) => void messages.push(message) };
  const devices = deviceRegistry(store, vault, sms);
  const phoneOrigins = ['http://phone.test'];
  const issuer = 'http://verifier.test/v1';
  const identity = identityChecks(
    store,
    vault,
    options.provider?.(issuer) ?? sandboxProvider({ sms, store, vault, address: issuer }, 'test'),
    issuer,
  );
  const server = createVerifier(
    {
      store,
      vault,
      clock,
      devices,
      tokens: await openTokens(store, vault, clock, issuer),
      identity,
      methods: methods({
        authority: options.authority ?? devices,
        captcha: options.captcha ?? workCaptcha(vault),
        identity,
        store,
        vault,
      }),
      policy: options.policy ?? { ...presets.manual, rules: { ...presets.manual.rules, enrolment: { when: 'never' } } },
      help: { phone: '02-000-0000' },
      phoneOrigins,
      upstreamMessages: options.tell ?? (() => []),
      limiter: limiter(store, vault, clock, options.limits ?? { session: 1000, learner: 1000, address: 100_000 }),
    },
    { prefix: '/v1', logger: options.logger ?? false, trustProxy: [], metricsToken: options.metricsToken },
  );
  server.addHook('onClose', () => store.close());
  await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/v1`;

  /** Registers a site and answers its secret. */
  async function registerSite(id: string, origins: string[]) {
    const secret = newSiteSecret();
    await store.putSite({ id, name: id, origins });
    await store.addSecret(id, hashSiteSecret(secret), clock.now());
    return secret;
  }
  const siteSecret = await registerSite('site', options.origins ?? ['http://site.test']);

  return {
    url,
    issuer,
    siteSecret,
    clock,
    store,
    /** Text messages that were sent, the oldest first. */
    messages,
    /** Add the origin of a phone app's server here when it is known. */
    phoneOrigins,
    registerSite,
    ...verifierClient({ url: () => url, siteSecret, messages }),
    async close() {
      await server.close();
      if (options.dataFolder === undefined) rmSync(folder, { recursive: true });
    },
  };
}

export type TestVerifier = Awaited<ReturnType<typeof startVerifier>>;
