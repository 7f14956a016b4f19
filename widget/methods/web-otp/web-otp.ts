import { html, nothing } from 'lit';
import type { Challenge, Params } from '../../contract.js';
import type { Asked } from '../../machine.js';
import { secondsToNextCode } from '../../step.js';
import { fill } from '../../words.js';
import type { Method } from '../method.js';
import { identityCheck } from '../phone/phone.js';
import { findKey, saveKey } from './key-store.js';
import { codeAt, importKey } from './totp.js';
import { korean as words } from './words.js';

/** What this browser can do about a challenge: its codes, one a step from the challenge's own time on, or why there are none. */
type Ready = { codes: string[] } | 'other-browser' | 'no-storage';
const ready = new WeakMap<Params, Ready>();
const readyFor = ({ challenge }: Asked) => ready.get(challenge.params)!;

const check = identityCheck(words.check);

/** An OTP whose key lives in this browser and nowhere else: registered once after an identity check, then its six digits are one press away. */
export const webOtp: Method = {
  words: words.notices,
  sample(params) {
    const codes = { state: '', digits: 0, period: 0 };
    const more = { new: check.sample(params), enrol: { device: '', key: '' }, registered: { device: '' } };
    return { ...codes, ...more[(params as Params<'web-otp'>).state] };
  },
  async prepare(challenge, verifier) {
    ready.set(challenge.params, await prepared(challenge, verifier).catch(() => 'no-storage' as const));
  },
  view(context) {
    const { state: { asked }, words: { countdown }, now } = context;
    const { state } = asked.challenge.params as Params<'web-otp'>;
    const its = readyFor(asked);
    if (its === 'no-storage') return html`<p>${words.unable}</p>`;
    if (state === 'new') return check.view(context);
    if (its === 'other-browser') return html`<p>${words.elsewhere}</p>`;
    return html`
      <p>${state === 'enrol' ? words.enrolled : words.registered}</p>
      <output part="code" aria-label=${words.code}>${codeNow(asked, its.codes, now)}</output>
      <p part="countdown" role="timer">${fill(countdown, { seconds: secondsToNextCode(asked, now) })}</p>
    `;
  },
  button(context) {
    const { state: { asked }, submit } = context;
    const { state } = asked.challenge.params as Params<'web-otp'>;
    const its = readyFor(asked);
    if (its === 'no-storage') return nothing;
    if (state === 'new') return check.button!(context);
    if (context.state.phase !== 'answering') return undefined;
    if (its === 'other-browser') return words.register;
    return context.state.notice && state === 'registered'
      ? html`<button part="submit">${words.use}</button><button part="other" type="button" @click=${() => submit({ renew: true })}>${words.renew}</button>`
      : words.use;
  },
  proof(form, context) {
    const { state: { asked }, now } = context;
    const params = asked.challenge.params as Params<'web-otp'>;
    if (params.state === 'new') return check.proof(form, context);
    const its = readyFor(asked);
    return typeof its === 'string' ? { renew: true } : { device: params.device, code: codeNow(asked, its.codes, now) };
  },
};

async function prepared({ params, time, expiresIn }: Challenge, verifier: string): Promise<Ready> {
  const its = params as Params<'web-otp'>;
  if (its.state === 'enrol') await saveKey(verifier, its.device, await importKey(its.key));
  // before a learner goes through an identity check for it, this also tells whether there is a store at all
  const key = await findKey(verifier, its.state === 'new' ? '' : its.device);
  if (!key) return 'other-browser';
  const first = Math.floor(time / 1000 / its.period);
  const steps = Math.ceil(expiresIn / its.period) + 1;
  return { codes: await Promise.all(Array.from({ length: steps }, (_, step) => codeAt(key, first + step, its.digits))) };
}

/** The code of this moment by the verifier's clock: a wrong clock in this browser changes nothing. */
function codeNow({ challenge, since }: Asked, codes: string[], now: number): string {
  const { period } = challenge.params as Params<'web-otp'>;
  const step = (milliseconds: number) => Math.floor(milliseconds / 1000 / period);
  return codes[step(challenge.time + now - since) - step(challenge.time)] ?? '';
}
