import type { Challenge, Params } from '../contract.js';
import { GateError } from '../errors.js';
import { wayWordsFor } from '../locale.js';
import { fits } from '../replies.js';
import type { Method, OwnWords } from './method.js';
import { motp } from './motp/motp.js';

/** The ways that this gate can show, by the name that they have on the wire. All but the first are fetched when they are chosen. */
export const methods: { [id: string]: Method | (() => Promise<Method>) | undefined } = {
  motp,
  'web-otp': async () => (await import('./web-otp/web-otp.js')).webOtp as Method,
  captcha: async () => (await import('./captcha/captcha.js')).captcha as Method,
  phone: async () => (await import('./phone/phone.js')).phone as Method,
  ipin: async () => (await import('./ipin/ipin.js')).ipin as Method,
};

/** The way that a challenge on screen asks for; `prepare` has fetched it. */
export const methodOf = ({ method }: Challenge) => methods[method] as Method;

const spoken = new WeakMap<Params, OwnWords>();

/** That way's sentences in the language that `prepare` was told. */
export const ownWordsOf = ({ params }: Challenge) => spoken.get(params)!;

/** Fetches what a challenge's screens need. What fails is not kept, so the next call tries again. Throws a GateError. */
export async function prepare(challenge: Challenge, verifier: string, lang: string): Promise<void> {
  const { method: id, params } = challenge;
  const known = methods[id];
  if (!known) throw new GateError('unsupported-method');
  const fetched = async () => {
    const method = (methods[id] = typeof known === 'function' ? await known() : known);
    spoken.set(params, method.words ? await wayWordsFor(id, lang, method.words) : {});
    return method;
  };
  const method = await fetched().catch((cause: unknown) => {
    throw new GateError('load', undefined, cause);
  });
  if (!fits(params, method.sample(params))) throw new GateError('bad-reply', undefined, params);
  await method.prepare?.(challenge, verifier);
}
