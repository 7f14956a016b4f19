import type { Clock } from '../../clock.js';

/** Milliseconds in the background after which the app locks. */
const TIMEOUT_MS = 180_000;

/**
 * Calls `lock` when the page has been hidden for three minutes: on time where timers run, else before it is shown
 * again.
 */
export function lockInBackground(clock: Clock, lock: () => void) {
  let hiddenAt = Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (document.hidden) {
      hiddenAt = clock.now();
      timer = setTimeout(lock, TIMEOUT_MS);
    } else if (clock.now() - hiddenAt >= TIMEOUT_MS) lock();
  });
}
