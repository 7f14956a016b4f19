import { keyOf, type UnfinishedCheck } from '../../unfinished-check.js';

/**
 * Stores a check that runs on another page, for a learner who comes back to a reloaded page; without a check, removes
 * it. It lives as long as the tab and holds no name, no phone number and no code. Where storage is blocked the learner
 * starts again.
 */
export function storeCheck(session: string, check?: UnfinishedCheck): void {
  try {
    if (!check) return sessionStorage.removeItem(keyOf(session));
    const { challenge, receivedAt, attempt } = check;
    sessionStorage.setItem(
      keyOf(session),
      JSON.stringify({ challenge: { ...challenge, learner: {} }, receivedAt, attempt }),
    );
  } catch {}
}
