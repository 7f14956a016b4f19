import type { Challenge, ChallengeReply, ProblemCode, Verdict } from './contract.js';
import { GateError, type GateErrorCode } from './errors.js';
import { pause } from './pause.js';
import { isChallengeReply, isVerdict } from './replies.js';

/** The time-out of a request, in milliseconds. */
export const timeoutMs = 15_000;

/** `POST {verifier}/challenge`. Throws a GateError. */
export const requestChallenge = (verifier: string, session: string, method: string | undefined, signal: AbortSignal) =>
  post<ChallengeReply>(`${verifier}/challenge`, { session, method }, signal, isChallengeReply);

/**
 * `GET {verifier}/verify`, so that the browser caches the preflight of the answer. For verifiers that send a preview:
 * others refuse it.
 */
export const warmPreflight = (verifier: string) =>
  fetch(`${verifier}/verify`, { headers: { 'Content-Type': 'application/json' }, credentials: 'omit' });

/** A preview as a challenge that cannot be answered. Throws a GateError. */
export function challengeFrom(preview: object, time: number): Challenge {
  const challenge = { ...preview, status: 'challenge', id: '', learner: {}, expiresIn: Infinity, time };
  if (isChallengeReply(challenge)) return challenge as Challenge;
  throw new GateError('bad-reply');
}

/** `POST {verifier}/verify`. Repeating an `attempt` repeats its verdict. Throws a GateError. */
export const requestVerdict = (
  verifier: string,
  challenge: string,
  attempt: string,
  proof: object,
  signal: AbortSignal,
) => post<Verdict>(`${verifier}/verify`, { challenge, attempt, proof }, signal, isVerdict);

/** Sends a request and validates its reply. The signal aborts it when its phase ends. */
async function post<Reply>(
  address: string,
  body: object,
  signal: AbortSignal,
  isReply: (value: unknown) => value is Reply,
): Promise<Reply> {
  const fail = (code: GateErrorCode) => (cause: unknown) => {
    throw new GateError(code, address, cause);
  };
  const exchange = async () => {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'omit',
      signal,
    }).catch(fail('unreachable'));
    // a proxy's page, or a truncated reply
    const reply: unknown = await response.json().catch(fail('bad-reply'));
    return response.ok
      ? isReply(reply)
        ? reply
        : fail('bad-reply')(reply)
      : fail((reply as { code?: ProblemCode }).code ?? 'internal')(reply);
  };
  return Promise.race([exchange(), pause(timeoutMs, signal).then(fail('timeout'))]);
}
