import type { Clock } from '../../clock.js';

export type { Clock };

export const systemClock: Clock = { now: () => Date.now() };

/** Milliseconds that a clock may step back without an effect on what it dated before. */
const toleranceMs = 60_000;

/**
 * Whether something that lasts `lifetimeMs` has not expired at `now`. An expiry that is further away than it can be
 * comes from a clock that was ahead, and counts as expired: else it would last for as long as the clock was ahead.
 */
export const isOpen = (expiresAt: number, now: number, lifetimeMs: number): boolean =>
  now < expiresAt && expiresAt <= now + lifetimeMs + toleranceMs;

/** The latest expiry that something which lasts `lifetimeMs` can have at `now`: see {@link isOpen}. */
export const latestExpiry = (now: number, lifetimeMs: number): number => now + lifetimeMs + toleranceMs;

/** Whether what was dated `at` is younger than `maxAgeMs` at `now`; a date in the future is from another clock. */
export const isFresh = (at: number, now: number, maxAgeMs: number): boolean => at <= now && now - at < maxAgeMs;
