import type { ReceivedChallenge } from './issued-challenge.js';
import { isChallengeReply } from './replies.js';

/** A check that runs on another page. */
export interface UnfinishedCheck extends ReceivedChallenge {
  attempt: string;
}

/** The check of a session that `storeCheck` has stored, for a learner who comes back to a reloaded page. */
export function loadCheck(session: string): UnfinishedCheck | undefined {
  try {
    const check = JSON.parse(sessionStorage.getItem(keyOf(session))!);
    return isChallengeReply(check.challenge) ? check : undefined;
  } catch {
    return undefined;
  }
}

/** Where the tab stores a session's check. */
export const keyOf = (session: string) => `mo-otp-gate ${session}`;
