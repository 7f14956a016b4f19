import type { Asked } from './machine.js';
import { isChallengeReply } from './replies.js';

/** A check under way on another page. */
export interface Unfinished {
  asked: Asked;
  attempt: string;
}

/**
 * A check on another page outlives this one: the learner comes back to a page that was loaded anew. What is needed to
 * ask for its verdict is kept for as long as the tab lives: no name, no phone number, no code. Where nothing can be kept, the
 * learner is only asked again.
 */
export function keep(session: string, { asked: { challenge, since }, attempt }: Unfinished): void {
  try {
    sessionStorage.setItem(
      name(session),
      JSON.stringify({ asked: { challenge: { ...challenge, learner: {} }, since }, attempt }),
    );
  } catch {}
}

export function forget(session: string): void {
  try {
    sessionStorage.removeItem(name(session));
  } catch {}
}

export function recall(session: string): Unfinished | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name(session))!);
    return isChallengeReply(kept.asked.challenge) ? kept : undefined;
  } catch {
    return undefined;
  }
}

const name = (session: string) => `mo-otp-gate ${session}`;
