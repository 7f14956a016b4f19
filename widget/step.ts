import type { Params } from './contract.js';
import type { ReceivedChallenge } from './issued-challenge.js';

/**
 * Seconds until the app shows its next code, by the verifier's clock, so that a wrong clock in the learner's browser
 * changes nothing (RFC 6238 §4.2).
 */
export function secondsToNextCode({ challenge, receivedAt }: ReceivedChallenge, now: number): number {
  const { period } = challenge.params as Params<'motp'>;
  const seconds = Math.floor((challenge.time + now - receivedAt) / 1000);
  return period - (seconds % period);
}

/**
 * Whether the phone's clock may be wrong, judged by this device's clock (manual: abroad, set the phone's clock).
 * Korea is nine hours ahead of UTC all year. Looking up the zone's name in `Intl` takes longer than the first render.
 */
export const clockIsOff = ({ challenge, receivedAt }: ReceivedChallenge) =>
  Math.abs(challenge.time - receivedAt) > 20_000 || new Date().getTimezoneOffset() !== -540;
