/**
 * The rules of registering and unlocking a phone app: no I/O, time and secrets passed in. Times are epoch milliseconds.
 */
import { isFresh, isOpen } from '../../domain/clock.js';
import type { Device, Registration, RegistrationChange, UnlockChange, UnlockState } from '../../store/store.js';

/** Durations in seconds. */
export const limits = {
  smsCode: 180,
  smsTries: 5,
  smsWindow: 600,
  smsPerWindow: 5,
  pinTries: 5,
  /** Wrong codes for one phone, at all sites and under all learners, and the seconds in which they are counted. */
  guesses: 50,
  guessWindow: 86_400,
} as const;

/** Whether a phone has had so many wrong codes that no code of it is judged: nobody learns whether one was right. */
export const isGuessed = (
  { wrongCodes, wrongSince }: Pick<UnlockState, 'wrongCodes' | 'wrongSince'>,
  now: number,
): boolean => wrongCodes >= limits.guesses && isFresh(wrongSince, now, limits.guessWindow * 1000);

/** Seconds until a number that received messages at these times, in order, may receive another; 0 for now. */
export function smsWait(sentAt: readonly number[], now: number): number {
  const recent = sentAt.filter((at) => isFresh(at, now, limits.smsWindow * 1000));
  const oldest = recent.at(-limits.smsPerWindow);
  return oldest === undefined ? 0 : Math.ceil((oldest + limits.smsWindow * 1000 - now) / 1000);
}

/** Judges the code of a text message; a correct one registers `device`. */
export function settle(registration: Registration, codeHash: string, device: Device, now: number): RegistrationChange {
  if (!isOpen(registration.expiresAt, now, limits.smsCode * 1000) || registration.triesLeft === 0)
    return { verdict: { status: 'expired' }, triesLeft: registration.triesLeft };
  if (codeHash === registration.codeHash) return { verdict: { status: 'registered' }, triesLeft: 0, device };
  const triesLeft = registration.triesLeft - 1;
  return { verdict: { status: 'rejected', attemptsLeft: triesLeft }, triesLeft };
}

/** Whether wrong PINs have locked a device permanently. */
export const isLocked = ({ failures }: Pick<UnlockState, 'failures'>): boolean => failures >= limits.pinTries;

/** Judges the proof of a PIN. */
export function unlock(records: UnlockState, proven: boolean): UnlockChange {
  if (isLocked(records)) return { verdict: { status: 'locked' }, failures: records.failures };
  if (proven) return { verdict: { status: 'unlocked' }, failures: 0 };
  const failures = records.failures + 1;
  return { verdict: { status: 'rejected', attemptsLeft: limits.pinTries - failures }, failures };
}
