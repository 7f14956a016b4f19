import type { Challenge } from '../contract.js';
import { GateError } from '../errors.js';
import type { IssuedChallenge } from '../issued-challenge.js';
import { fits } from '../replies.js';
import type { Method } from './method.js';
import { motp } from './motp/motp.js';

/** The methods that this gate knows, by their name on the wire. All but the first are loaded when they are chosen. */
export const methods: { [id: string]: Method | (() => Promise<{ method: unknown }>) | undefined } = {
  motp,
  'web-otp': () => import('./web-otp/web-otp.js'),
  captcha: () => import('./captcha/captcha.js'),
  phone: () => import('./phone/phone.js'),
  ipin: () => import('./ipin/ipin.js'),
};

/** The offered methods that this gate knows. */
export const knownMethods = (offers: string[]) => offers.filter((offer) => methods[offer]);

/** The method of a challenge that `prepare` has loaded. */
export const methodOf = ({ method }: Challenge) => methods[method] as Method;

/**
 * Loads everything that a challenge's screens need. `receivedAt` is epoch milliseconds, `lang` a BCP 47 tag. A failed
 * load is not cached, so that the next call tries again. Throws a GateError.
 */
export async function prepare(
  challenge: Challenge,
  receivedAt: number,
  verifier: string,
  lang: string,
): Promise<IssuedChallenge> {
  const { method: id, params } = challenge;
  const entry = methods[id];
  if (!entry) throw new GateError('unsupported-method');
  let method = entry as Method;
  let words;
  try {
    if (typeof entry === 'function') methods[id] = method = (await entry()).method as Method;
    words = (await method.words?.(lang)) ?? {};
  } catch (cause) {
    throw new GateError('load', undefined, cause);
  }
  if (!fits(params, method.sampleParams(params))) throw new GateError('bad-reply', undefined, params);
  return {
    challenge,
    receivedAt,
    kind: method.kind(params),
    continues: Boolean(method.continues),
    words,
    local: (await method.prepare?.(challenge, verifier)) ?? {},
  };
}
