import { html, nothing } from 'lit/html.js';
import type { Challenge, Params } from '../../contract.js';
import type { IssuedChallenge } from '../../machine.js';
import { secondsToNextCode } from '../../step.js';
import { fill } from '../../words.js';
import type { Question } from '../../views/context.js';
import { notice } from '../../views/notice.js';
import type { Method } from '../method.js';
import { method as phone } from '../phone/phone.js';
import { loadMethodWords } from '../load-words.js';
import { findKey, saveKey } from './key-store.js';
import { codeAt, importKey } from './totp.js';
import { korean } from './words.js';

/** What this browser can do about a challenge: its codes, one a step from the challenge's own time on, or why there are none. */
type Ready = { codes: string[] } | 'other-browser' | 'no-storage';
const ready = new WeakMap<Params, Ready>();
const readyFor = ({ challenge }: IssuedChallenge) => ready.get(challenge.params)!;

/** Registering begins with an identity check, told in words of its own. */
const check = (question: Question<Params<'web-otp'>, typeof korean>) => ({ ...question, own: question.own.check });

/** An OTP whose key lives in this browser and nowhere else: registered once after an identity check, then its six digits are one press away. */
export const method: Method<Params<'web-otp'>, typeof korean> = {
  words: (lang) => loadMethodWords('web-otp', lang, korean),
  sample(params) {
    const codes = { state: '', digits: 0, period: 0 };
    const more = { new: phone.sample(params), enrol: { device: '', key: '' }, registered: { device: '' } };
    return { ...codes, ...more[params.state] };
  },
  async prepare(challenge, verifier) {
    ready.set(challenge.params, await prepared(challenge, verifier).catch(() => 'no-storage' as const));
  },
  view(question) {
    const {
      state: { issued },
      params: { state },
      words: { countdown },
      own: words,
      now,
    } = question;
    const its = readyFor(issued);
    if (its === 'no-storage')
      return html`<p>${words.unable}</p>
        ${notice(question)}`;
    if (state === 'new') return phone.view(check(question));
    if (its === 'other-browser')
      return html`<p>${words.elsewhere}</p>
        ${notice(question)}`;
    return html`
      <p>${state === 'enrol' ? words.enrolled : words.registered}</p>
      <output part="code" aria-label=${words.code}>${codeNow(issued, its.codes, now)}</output>
      <p part="countdown" role="timer">${fill(countdown, { seconds: secondsToNextCode(issued, now) })}</p>
      ${notice(question)}
    `;
  },
  button(question) {
    const {
      state: now,
      params: { state },
      own: words,
      submit,
    } = question;
    const { issued } = now;
    const its = readyFor(issued);
    if (its === 'no-storage') return nothing;
    if (state === 'new') return phone.button!(check(question));
    if (now.phase !== 'answering') return undefined;
    if (its === 'other-browser') return words.register;
    return now.notice && state === 'registered'
      ? html`<button part="submit">${words.use}</button
          ><button part="other" type="button" @click=${() => submit({ renew: true })}>${words.renew}</button>`
      : words.use;
  },
  proof(form, question) {
    const {
      state: { issued },
      params,
      now,
    } = question;
    if (params.state === 'new') return phone.proof(form, check(question));
    const its = readyFor(issued);
    return typeof its === 'string' ? { renew: true } : { device: params.device, code: codeNow(issued, its.codes, now) };
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
  return { codes: await Promise.all([...Array(steps)].map((_, step) => codeAt(key, first + step, its.digits))) };
}

/** The code of this moment by the verifier's clock: a wrong clock in this browser changes nothing. */
function codeNow({ challenge, receivedAt }: IssuedChallenge, codes: string[], now: number): string {
  const { period } = challenge.params as Params<'web-otp'>;
  const step = (milliseconds: number) => Math.floor(milliseconds / 1000 / period);
  return codes[step(challenge.time + now - receivedAt) - step(challenge.time)] ?? '';
}
