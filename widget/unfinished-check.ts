import type { ReceivedChallenge } from './issued-challenge.js';
import { isChallengeReply } from './replies.js';

/** A check that runs on another page. */
export interface UnfinishedCheck extends ReceivedChallenge {
  attempt: string;
}

/**
 * Saves a check that runs on another page, for a learner who comes back to a reloaded page. It lives as long as the
 * tab and holds no name, no phone number and no code. Where storage is blocked the learner starts again.
 */
export function saveCheck(session: string, { challenge, receivedAt, attempt }: UnfinishedCheck): void {
  try {
    sessionStorage.setItem(
      keyOf(session),
      JSON.stringify({ challenge: { ...challenge, learner: {} }, receivedAt, attempt }),
    );
  } catch {}
}

export function clearCheck(session: string): void {
  try {
    sessionStorage.removeItem(keyOf(session));
  } catch {}
}

export function loadCheck(session: string): UnfinishedCheck | undefined {
  try {
    const check = JSON.parse(sessionStorage.getItem(keyOf(session))!);
    return isChallengeReply(check.challenge) ? check : undefined;
  } catch {
    return undefined;
  }
}

const keyOf = (session: string) => `mo-otp-gate ${session}`;
