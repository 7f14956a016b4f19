import type { Challenge, Params } from '../contract.js';
import { GateError } from '../errors.js';
import { fits } from '../replies.js';
import type { Method } from './method.js';
import type { BaseMethodWords } from './proof.js';
import { motp } from './motp/motp.js';

/** The ways that this gate can show, by the name that they have on the wire. All but the first are fetched when they are chosen. */
export const methods: { [id: string]: Method | (() => Promise<{ method: unknown }>) | undefined } = {
  motp,
  'web-otp': () => import('./web-otp/web-otp.js'),
  captcha: () => import('./captcha/captcha.js'),
  phone: () => import('./phone/phone.js'),
  ipin: () => import('./ipin/ipin.js'),
};

/** The way that a challenge on screen asks for; `prepare` has fetched it. */
export const methodOf = ({ method }: Challenge) => methods[method] as Method;

const spoken = new WeakMap<Params, BaseMethodWords>();

/** That way's sentences in the language that `prepare` was told. */
export const wordsOf = ({ params }: Challenge) => spoken.get(params)!;

/** Fetches what a challenge's screens need. What fails is not kept, so the next call tries again. Throws a GateError. */
export async function prepare(challenge: Challenge, verifier: string, lang: string): Promise<void> {
  const { method: id, params } = challenge;
  const known = methods[id];
  if (!known) throw new GateError('unsupported-method');
  let method = known as Method;
  try {
    if (typeof known === 'function') methods[id] = method = (await known()).method as Method;
    spoken.set(params, (await method.words?.(lang)) ?? {});
  } catch (cause) {
    throw new GateError('load', undefined, cause);
  }
  if (!fits(params, method.sample(params))) throw new GateError('bad-reply', undefined, params);
  await method.prepare?.(challenge, verifier);
}
