/**
 * A verifier for tests: it listens on a free port, with a clock that the test sets, a registered site and caught text
 * messages. Every learner, name and number in it is made up.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVerifier, type Overrides } from '../../demo/verifier/compose.js';
import { newSecret } from '../../demo/verifier/crypto/secrets.js';
import { presets } from '../../demo/verifier/domain/policy-presets.js';
import type { RequestsAMinute } from '../../demo/verifier/http/rate-limiter.js';
import { settingsFrom } from '../../demo/verifier/settings.js';
import { verifierClient } from './client.js';

export { exam, hong, kim, lesson } from './client.js';

/** A stopped clock, set by the test. Milliseconds. */
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

export interface Options extends Omit<Overrides, 'clock'> {
  /**
   * Time for everything in the verifier; default: a stopped clock. Pass `systemClock` where a browser shows real time,
   * `undefined` for the database's clock.
   */
  clock?: { now(): number } | undefined;
  /** Origins of pages that may use the site's sessions. */
  origins?: string[];
  metricsToken?: string;
  /** The secret of the administrator's pages; without it they are not served. */
  administratorSecret?: string;
  /** The address of a reverse proxy whose `X-Forwarded-For` counts. */
  trustProxy?: string;
  /** Default: a folder that `close` removes. Name one to start again on the same data. */
  dataFolder?: string;
  /** More settings by their names in the environment, such as the address of a database. */
  settings?: Record<string, string>;
  /** Requests a minute; default: more than tests send. */
  limits?: RequestsAMinute;
}

/** What each of several sites must state itself. */
const ownSettings = {
  authority: { kind: 'devices' },
  identity: { kind: 'sandbox' },
  captcha: { kind: 'work' },
  sms: { kind: 'none' },
  help: { phone: '02-000-0000' },
} as const;

const issuer = 'http://verifier.localhost/v1';

/**
 * Starts one, composed as `main.ts` composes it. By default text messages are caught, nothing is logged, and the policy
 * asks at every entry without an enrolment before it, so that one right code gives a token.
 */
export async function startVerifier(options: Options = {}) {
  const clock = 'clock' in options ? options.clock : new SetClock();
  const folder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'mo-otp-gate-verifier-'));
  const limits = options.limits ?? { session: 1000, learner: 1000, address: 100_000 };
  const messages: { to: string; text: string }[] = [];
  const settings = settingsFrom({
    DATA_DIR: folder,
    PUBLIC_URL: issuer,
    IDENTITY_PROVIDER: 'sandbox',
    PHONE_ORIGINS: 'http://phone.test',
    HELP_PHONE: '02-000-0000',
    SMS_WEBHOOK_URL: 'http://sms.test',
    SMS_WEBHOOK_SECRET: 'unused because messages are caught',
    METRICS_TOKEN: options.metricsToken,
    ADMINISTRATOR_PORT: options.administratorSecret && '0',
    ADMINISTRATOR_SECRET: options.administratorSecret,
    TRUST_PROXY: options.trustProxy,
    LIMIT_SESSION: String(limits.session),
    LIMIT_LEARNER: String(limits.learner),
    LIMIT_ADDRESS: String(limits.address),
    ...options.settings,
  });
  const { server, administrator, store, vault, evidence, learners, registerSite, close } = await openVerifier(
    settings,
    {
      sms: { send: async (message) => void messages.push(message) },
      policy: { ...presets.manual, rules: { ...presets.manual.rules, enrolment: { when: 'never' } } },
      logger: false,
      ...options,
      clock,
    },
  );
  await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/v1`;

  const administratorUrl = await administrator?.listen({ host: '127.0.0.1', port: 0 });

  /** Registers a site and answers its secret. */
  async function newSite(id: string, origins: string[]) {
    const secret = newSecret();
    await registerSite({ id, name: id, origins }, secret, ownSettings);
    return secret;
  }
  const siteSecret = await newSite('site', options.origins ?? ['http://site.test']);

  return {
    url,
    issuer,
    /** The address of the administrator's pages; `undefined` where they are not served. */
    administratorUrl,
    siteSecret,
    clock: clock ?? { now: Date.now },
    /** The folder of its data and keys. */
    folder: settings.DATA_DIR,
    store,
    vault,
    evidence,
    learners,
    /** Text messages that were sent, the oldest first. */
    messages,
    /** Add the origin of a phone app's server here when it is known. */
    phoneOrigins: settings.PHONE_ORIGINS,
    registerSite: newSite,
    ...verifierClient({ url: () => url, siteSecret, messages }),
    async close() {
      await close();
      if (options.dataFolder === undefined) rmSync(folder, { recursive: true });
    },
  };
}

export type TestVerifier = Awaited<ReturnType<typeof startVerifier>>;
