/**
 * A whole verifier for tests: listening on a free port, with a clock that the test sets, a site registered and text messages caught.
 * Every learner, name and number in it is made up.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyServerOptions } from 'fastify';
import { generateSync } from 'otplib';
import { ChallengeReply, SessionReply, SiteverifyReply, Verdict, type Checkpoint, type Learner, type SessionRequest } from 'mo-otp-gate/contract';
import { deviceRegistry } from '../../demo/verifier/authorities/devices/registry.js';
import { CodeReply, RegisterReply } from '../../demo/verifier/authorities/devices/wire.js';
import type { MotpAuthority } from '../../demo/verifier/authorities/authority.js';
import { motp } from '../../demo/verifier/methods/motp.js';
import { presets } from '../../demo/verifier/policy-presets.js';
import type { Policy } from '../../demo/verifier/policy.js';
import { createVerifier } from '../../demo/verifier/server.js';
import { hashSiteSecret, newSiteSecret } from '../../demo/verifier/site-secrets.js';
import type { SmsSender } from '../../demo/verifier/sms/sms.js';
import { openSqlite } from '../../demo/verifier/store/sqlite/sqlite.js';
import type { Store } from '../../demo/verifier/store/store.js';
import { openTokens } from '../../demo/verifier/tokens.js';
import { masterKeyFile, openVault } from '../../demo/verifier/vault.js';

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

export const hong = { ref: 'learner-1', name: '홍길동', phone: '010-0000-1234' } satisfies Learner;
export const kim = { ref: 'learner-2', name: '김하나', phone: '010-0000-5678' } satisfies Learner;
export const exam = { kind: 'exam', course: 'safety-101', class: '2026-1' } satisfies Checkpoint;
export const lesson = (number: number) => ({ kind: 'lesson', course: 'safety-101', class: '2026-1', number }) satisfies Checkpoint;

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
  /** Default: a folder that `close` removes. Name one to start again on the same data. */
  dataFolder?: string;
  logger?: FastifyServerOptions['logger'];
}

/** Starts one. By default the policy asks at every entry, without an enrolment before it, so that one right code gives a token. */
export async function startVerifier(options: Options = {}) {
  const clock = options.clock ?? new SetClock();
  const folder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'mo-otp-gate-verifier-'));
  const store: Store = openSqlite(join(folder, 'verifier.db'));
  const vault = openVault(masterKeyFile(join(folder, 'master.key')));
  const messages: { to: string; text: string }[] = [];
  const sms = options.sms ?? { send: async (message) => void messages.push(message) };
  const devices = deviceRegistry(store, vault, sms);
  const phoneOrigins = ['http://phone.test'];
  const issuer = 'http://verifier.test/v1';
  const server = createVerifier(
    {
      store,
      vault,
      clock,
      devices,
      tokens: await openTokens(store, vault, clock, issuer),
      methods: { motp: motp(options.authority ?? devices) },
      policy: options.policy ?? { ...presets.manual, rules: { ...presets.manual.rules, enrolment: { when: 'never' } } },
      help: { phone: '02-000-0000' },
      phoneOrigins,
    },
    { prefix: '/v1', logger: options.logger ?? false, trustProxy: [] },
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

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  /** The reply, which must be what the contract says. */
  async function read<Reply>(schema: { parse(body: unknown): Reply }, reply: Promise<Response>): Promise<Reply> {
    const { status, body } = await reply.then(async (got) => ({ status: got.status, body: (await got.json()) as unknown }));
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    return schema.parse(body);
  }
  const asSite = (secret: string) => ({ authorization: `Bearer ${secret}` });

  async function openSession(learner: Learner = hong, checkpoint: Checkpoint = exam, more: Partial<SessionRequest> = {}, secret = siteSecret) {
    const reply = await read(SessionReply, post('/sessions', { learner, checkpoint, ...more }, asSite(secret)));
    if (!reply.required) throw new Error(`no session: ${reply.reason}`);
    return reply.session;
  }

  /** Registers a phone app through the text message, as a person does. */
  async function registerDevice(name: string = hong.name, phone: string = hong.phone) {
    const { registration } = await read(CodeReply, post('/devices/codes', { name, phone }));
    const code = /\d{6}/.exec(messages.at(-1)?.text ?? '')?.[0];
    const registered = await read(RegisterReply, post('/devices', { registration, code }));
    if (registered.status !== 'registered') throw new Error(`not registered: ${registered.status}`);
    const secret = new URL(registered.otpauth).searchParams.get('secret')!;
    /** The code that the app shows at a time (epoch milliseconds), and some code that it does not show then. */
    const codeAt = (at: number) => generateSync({ secret, epoch: at / 1000, period: 60, digits: 6 });
    const wrongCodeAt = (at: number) => {
      const near = [-120_000, -60_000, 0, 60_000, 120_000].map((drift) => codeAt(at + drift));
      return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code))!;
    };
    return { device: registered.device, secret, codeAt, wrongCodeAt };
  }

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
    post,
    openSession,
    registerDevice,
    /** What `POST /sessions` answers. */
    enter: (checkpoint: Checkpoint, learner: Learner = hong) => read(SessionReply, post('/sessions', { learner, checkpoint }, asSite(siteSecret))),
    /** Asks for a question; fails when the learner is locked. */
    async challenge(session: string) {
      const reply = await read(ChallengeReply, post('/challenge', { session }));
      if (reply.status !== 'challenge') throw new Error(reply.status);
      return reply;
    },
    /** Answers a question. */
    verify: (challenge: string, code: string, attempt: string = randomUUID()) => read(Verdict, post('/verify', { challenge, attempt, proof: { code } })),
    siteverify: (token: string, secret = siteSecret) => read(SiteverifyReply, post('/siteverify', { token }, asSite(secret))),
    read,
    async close() {
      await server.close();
      if (options.dataFolder === undefined) rmSync(folder, { recursive: true });
    },
  };
}

export type TestVerifier = Awaited<ReturnType<typeof startVerifier>>;
