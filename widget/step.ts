import type { Params } from './contract.js';
import type { IssuedChallenge } from './machine.js';

/** Seconds until the app shows its next code, by the verifier's clock: a wrong clock in the learner's browser changes nothing (RFC 6238 §4.2). */
export function secondsToNextCode({ challenge, receivedAt }: IssuedChallenge, now: number): number {
  const { period } = challenge.params as Params<'motp'>;
  const seconds = Math.floor((challenge.time + now - receivedAt) / 1000);
  return period - (seconds % period);
}

/**
 * Codes are made from the time (manual: abroad, set the phone to the right time); this device's clock is the best guess of the phone's.
 * Korea is nine hours ahead all year. ChallengeState `Intl` for the zone's name instead takes longer than drawing the dialog.
 */
export const clockIsOff = ({ challenge, receivedAt }: IssuedChallenge) =>
  Math.abs(challenge.time - receivedAt) > 20_000 || new Date().getTimezoneOffset() !== -540;
