/** A fixture of the tests of methods: a verifier, a learner's gate and window. */
import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import {
  ChallengeReply,
  Verdict,
  type Challenge,
  type Learner,
  type MethodId,
  type SessionRequest,
} from 'mo-otp-gate/contract';
import { exam, hong, SetClock, startVerifier, type Options } from '../../support/verifier.js';
import { openWindow } from '../../support/window.js';

export const hongBorn = { ...hong, birthDate: '1990-01-01' } satisfies Learner;

export async function begin(
  t: TestContext,
  { clock = new SetClock(), ...options }: Options & { clock?: SetClock } = {},
) {
  const v = await startVerifier({ clock, ...options });
  t.after(() => v.close());
  const window = openWindow({ [v.issuer]: v.url });

  const challenge = (session: string, method?: MethodId) =>
    v.read(ChallengeReply, v.post('/challenge', { session, method }));
  /** Opens a challenge of this method; throws if the learner is locked. */
  async function ask<Id extends MethodId>(session: string, method: Id) {
    const reply = await challenge(session, method);
    if (reply.status !== 'challenge') throw new Error(reply.status);
    return reply as Extract<Challenge, { method: Id }>;
  }
  const prove = (id: string, proof: object = {}, attempt: string = randomUUID()) =>
    v.read(Verdict, v.post('/verify', { challenge: id, attempt, proof }));
  const session = (learner: Learner = hong, more: Partial<SessionRequest> = {}) =>
    v.openSession(learner, exam, { origin: 'http://site.test', ...more });

  /** Passes the sandbox's phone check: submits the claims, reads the message, types its code. */
  async function checkPhone(url: string, claims: Record<string, string> = {}) {
    const who = await window.go(url);
    const code = await window.send(who, {
      carrier: 'KT',
      name: '홍길동',
      birthDate: '19900101',
      phone: '010-0000-1234',
      ...claims,
    });
    return window.send(code, { code: /\d{6}/.exec(v.messages.at(-1)!.text)![0] });
  }
  /** Registers a phone and types wrong codes until the learner is locked. */
  async function lock(learner: Learner = hong) {
    const phone = await v.registerDevice(learner.name, learner.phone);
    const { id } = await ask(await session(learner), 'motp');
    for (let i = 0; i < 5; i++) await prove(id, { code: phone.wrongCodeAt(clock.now()) });
    return phone;
  }
  return { ...v, clock, window, challenge, ask, prove, session, checkPhone, lock };
}
