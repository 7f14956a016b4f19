import type { Clock } from '../clock.js';

/** Milliseconds in the background after which the app forgets. */
const PATIENCE = 180_000;

/**
 * Calls `forget` when the page has been out of sight for three minutes: on time where timers run, else when it comes back,
 * before anything of it is seen.
 */
export function watchBackground(clock: Clock, forget: () => void) {
  let hiddenAt = Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (document.hidden) {
      hiddenAt = clock.now();
      timer = setTimeout(forget, PATIENCE);
    } else if (clock.now() - hiddenAt >= PATIENCE) forget();
  });
}
