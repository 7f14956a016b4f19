import type { IssuedChallenge } from './machine.js';
import { isChallengeReply } from './replies.js';

/** A check under way on another page. */
export interface UnfinishedCheck {
  issued: IssuedChallenge;
  attempt: string;
}

/**
 * A check on another page outlives this one: the learner comes back to a page that was loaded anew. What is needed to
 * ask for its verdict is kept for as long as the tab lives: no name, no phone number, no code. Where nothing can be kept, the
 * learner starts again.
 */
export function saveCheck(session: string, { issued: { challenge, receivedAt }, attempt }: UnfinishedCheck): void {
  try {
    sessionStorage.setItem(
      name(session),
      JSON.stringify({ issued: { challenge: { ...challenge, learner: {} }, receivedAt }, attempt }),
    );
  } catch {}
}

export function clearCheck(session: string): void {
  try {
    sessionStorage.removeItem(name(session));
  } catch {}
}

export function loadCheck(session: string): UnfinishedCheck | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name(session))!);
    return isChallengeReply(kept.issued.challenge) ? kept : undefined;
  } catch {
    return undefined;
  }
}

const name = (session: string) => `mo-otp-gate ${session}`;
