import { randomUUID } from 'node:crypto';
import {
  methods,
  problems,
  type ChallengePreview,
  type ChallengeReply,
  type ChallengeRequest,
  type DryReply,
  type Grant,
  type MethodId,
  type ProblemCode,
  type SessionReply,
  type SessionRequest,
  type SiteverifyReply,
  type Verdict,
  type VerifyRequest,
} from 'mo-otp-gate/contract';
import type { Clock } from '../domain/clock.js';
import { grantLimits } from '../domain/grant.js';
import { limits } from '../domain/limits.js';
import { shown } from '../domain/learner.js';
import { Problem } from '../http/problem.js';
import { cases, rightCode, unlock, type Case, type TokenError } from './cases.js';
import { help, params } from './params.js';
import { BoundedMap } from './bounded-map.js';

/** The learner and checkpoint of a session: from the site, or made up. */
type Target = Pick<SessionRequest, 'learner' | 'checkpoint' | 'origin'>;

interface IssuedChallenge {
  session: Case & Target;
  method: MethodId;
  /** Expiry, epoch milliseconds. */
  until: number;
  /** The attempt that was answered with `pending`. */
  waiting?: string;
}

interface IssuedToken {
  asked: IssuedChallenge;
  /** Epoch milliseconds. */
  at: number;
  redeemed?: boolean;
}

const defaultTarget: Target = {
  learner: { ref: 'test', name: '홍길동', phone: '010-0000-1234' },
  checkpoint: { kind: 'lesson', course: 'test', class: 'test', number: 9 },
};
/** The number of each kept in memory: test mode writes neither to the store nor to the evidence. */
const capacity = 10_000;
const known = new Map(cases.map((one) => [one.session, one]));
const offers = Object.keys(methods);

/**
 * Answers the four routes of the wire for sessions of test mode, and `undefined` for all others, which the real routes
 * answer. `page` is the URL of the page in place of a provider's.
 */
export function testModeResponder(clock: Clock, page: string) {
  const sessions = new BoundedMap<Case & Target>(capacity);
  const challenges = new BoundedMap<IssuedChallenge>(capacity);
  const tokens = new BoundedMap<IssuedToken>(capacity);
  const keys = new BoundedMap<string>(capacity);
  const questions = params(page);
  const sessionNamed = (id: string) =>
    sessions.get(id) ?? (known.has(id) ? { ...known.get(id)!, ...defaultTarget } : undefined);

  /** The members of a challenge that say nothing about the learner. */
  const impersonal = ({ checkpoint: { kind, title, number } }: Target, method: MethodId): ChallengePreview => ({
    method,
    params: questions[method],
    offers,
    checkpoint: { kind, ...(title !== undefined && { title }), ...(number !== undefined && { number }) },
    ...(method === 'motp' && { attemptsLeft: limits.tries }),
    help,
  });

  return {
    /** A learner with the name of a test session gets that session, for their own checkpoint. */
    open({ learner, checkpoint, origin, dry }: SessionRequest): SessionReply | DryReply | undefined {
      const named = known.get(learner.name);
      if (!named) return undefined;
      if (named.sessions === 'not-required') return { required: false, reason: 'test' };
      if (named.sessions) throw problem(named.sessions);
      if (dry) return { required: true };
      const session = `${named.session}.${randomUUID()}`;
      const target = { learner, checkpoint, ...(origin !== undefined && { origin }) };
      sessions.set(session, { ...named, ...target });
      // as the reference verifier: only the phone app's codes have parameters in advance
      const preview = named.method === 'motp' && !named.challenge && impersonal(target, named.method);
      return { required: true, session, expiresIn: limits.session, ...(preview && { preview }) };
    },

    ask({ session: id, method: wanted }: ChallengeRequest): ChallengeReply | undefined {
      const session = sessionNamed(id);
      if (!session) return undefined;
      const method = (wanted ?? session.method) as MethodId;
      if (!offers.includes(method)) throw problem('unsupported-method');
      const who = { learner: shown(session.learner, 'full') };
      const instead = method === session.method ? session.challenge : undefined;
      if (instead === 'locked') return { status: 'locked', unlock, help, ...who };
      if (instead) throw problem(instead);
      const now = clock.now();
      const challenge = `test_${randomUUID()}`;
      challenges.set(challenge, { session, method, until: now + limits.challenge * 1000 });
      return {
        status: 'challenge',
        id: challenge,
        ...impersonal(session, method),
        ...who,
        expiresIn: limits.challenge,
        time: now,
      } as ChallengeReply;
    },

    judge({ challenge, attempt, proof }: VerifyRequest): Verdict | undefined {
      const issued = challenges.get(challenge);
      if (!issued) return undefined;
      methods[issued.method].proof.parse(proof);
      if (clock.now() >= issued.until) return { status: 'expired' };
      // a check on another page takes a while
      if ('url' in questions[issued.method] && issued.waiting !== attempt) {
        issued.waiting = attempt;
        return { status: 'pending', retryIn: 1 };
      }
      const right = issued.method !== issued.session.method || proof['code'] === rightCode;
      const verdict = right ? 'verified' : issued.session.verify;
      if (verdict === 'verified') {
        const token = `test_token_for_${challenge}`;
        if (!tokens.get(token)) tokens.set(token, { asked: issued, at: clock.now() });
        return { status: 'verified', token, method: issued.method, expiresIn: limits.token };
      }
      if (typeof verdict === 'string') throw problem(verdict);
      return verdict;
    },

    redeem(token: string, key?: string): SiteverifyReply | undefined {
      const given = tokens.get(token);
      if (!given) return undefined;
      if (key !== undefined && (keys.get(key) ?? token) !== token) throw problem('bad-request');
      const isRepeated = key !== undefined && keys.get(key) === token;
      if (key !== undefined && !given.redeemed) keys.set(key, token);
      const {
        asked: { session, method },
        at,
      } = given;
      const late = clock.now() >= at + limits.token * 1000;
      const error = session.siteverify ?? (given.redeemed && !isRepeated ? 'used' : late ? 'expired' : undefined);
      given.redeemed = true;
      if (isProblem(error)) throw problem(error);
      if (error) return { success: false, error };
      const { learner, checkpoint, origin } = session;
      return {
        success: true,
        learner,
        checkpoint,
        method,
        verifiedAt: new Date(at).toISOString(),
        ...(origin !== undefined && { origin }),
        grant: grantOf(session.grant ?? 'entry'),
      };
    },
  };
}

const grantOf = (scope: Grant['scope']): Grant => ({
  scope,
  expiresIn: scope === 'once' ? grantLimits.once : grantLimits.entry,
});

const isProblem = (error: TokenError | ProblemCode | undefined): error is ProblemCode =>
  error !== undefined && error in problems;

const problem = (code: ProblemCode) =>
  new Problem(code, 'Test mode answers with this problem', {
    ...((code === 'too-many-requests' || code === 'maintenance') && { headers: { 'retry-after': '10' } }),
  });
