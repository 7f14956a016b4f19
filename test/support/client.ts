/** A site, a learner's browser and a phone app for tests. Every reply must match the contract. */
import { randomUUID } from 'node:crypto';
import { generateSync } from 'otplib';
import {
  ChallengeReply,
  SessionReply,
  SiteverifyReply,
  Verdict,
  type Checkpoint,
  type Learner,
  type SessionRequest,
} from 'mo-otp-gate/contract';
import { CodeReply, RegisterReply } from '../../demo/verifier/authorities/devices/wire.js';

export const hong = { ref: 'learner-1', name: '홍길동', phone: '010-0000-1234' } satisfies Learner;
export const kim = { ref: 'learner-2', name: '김하나', phone: '010-0000-5678' } satisfies Learner;
export const exam = { kind: 'exam', course: 'safety-101', class: '2026-1' } satisfies Checkpoint;
export const lesson = (number: number) =>
  ({ kind: 'lesson', course: 'safety-101', class: '2026-1', number }) satisfies Checkpoint;

export interface ClientOptions {
  /** The base URL of the next request; several processes may take turns. */
  url(): string;
  siteSecret: string;
  /** Text messages that were sent, the oldest first. */
  messages: readonly { to: string; text: string }[];
}

export function verifierClient({ url, siteSecret, messages }: ClientOptions) {
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(url() + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  /** The reply, checked against the contract. */
  async function read<Reply>(schema: { parse(body: unknown): Reply }, reply: Promise<Response>): Promise<Reply> {
    const { status, body } = await reply.then(async (got) => ({
      status: got.status,
      body: (await got.json()) as unknown,
    }));
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    return schema.parse(body);
  }
  const asSite = (secret: string) => ({ authorization: `Bearer ${secret}` });

  async function openSession(
    learner: Learner = hong,
    checkpoint: Checkpoint = exam,
    more: Partial<SessionRequest> = {},
    secret = siteSecret,
  ) {
    const reply = await read(SessionReply, post('/sessions', { learner, checkpoint, ...more }, asSite(secret)));
    if (!reply.required) throw new Error(`no session: ${reply.reason}`);
    return reply.session;
  }

  /** Registers a phone app through the text message, as a person does. */
  async function registerDevice(name: string = hong.name, phone: string = hong.phone) {
    const { registration } = await read(CodeReply, post('/devices/codes', { name, phone }));
    const code = /\d{6}/.exec(messages.findLast(({ to }) => to === phone.replaceAll('-', ''))?.text ?? '')?.[0];
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
    post,
    openSession,
    registerDevice,
    /** The reply to `POST /sessions`. */
    enter: (checkpoint: Checkpoint, learner: Learner = hong) =>
      read(SessionReply, post('/sessions', { learner, checkpoint }, asSite(siteSecret))),
    /** Requests a challenge; fails when the learner is locked. */
    async challenge(session: string) {
      const reply = await read(ChallengeReply, post('/challenge', { session }));
      if (reply.status !== 'challenge') throw new Error(reply.status);
      return reply;
    },
    /** Answers a challenge. */
    verify: (challenge: string, code: string, attempt: string = randomUUID()) =>
      read(Verdict, post('/verify', { challenge, attempt, proof: { code } })),
    siteverify: (token: string, secret = siteSecret) =>
      read(SiteverifyReply, post('/siteverify', { token }, asSite(secret))),
    read,
  };
}
