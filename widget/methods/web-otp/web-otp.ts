import { html, nothing } from 'lit/html.js';
import type { Challenge, Params } from '../../contract.js';
import type { IssuedChallenge } from '../../issued-challenge.js';
import { secondsToNextCode } from '../../step.js';
import type { ChallengeContext } from '../../views/context.js';
import { notice } from '../../views/notice.js';
import { fill } from '../../words.js';
import { loadMethodWords } from '../load-words.js';
import type { Method } from '../method.js';
import { method as phone } from '../phone/phone.js';
import type { ProviderWindow } from '../phone/provider-window.js';
import { findKey, saveKey } from './key-store.js';
import { codeAt, importKey } from './totp.js';
import { korean } from './words.js';

/** This browser's codes, one per time step from the challenge's own time on, or why there are none. */
type BrowserCodes = string[] | 'other-browser' | 'no-storage';
interface Local extends ProviderWindow {
  codes: BrowserCodes;
}
type Context = ChallengeContext<Params<'web-otp'>, typeof korean, Local>;

/** Registering starts with an identity check, which has words of its own. */
const identityCheck = (context: Context) => ({ ...context, methodWords: context.methodWords.check });

/**
 * An OTP whose key lives in this browser and nowhere else: registered once after an identity check, then its six digits
 * are submitted with one press.
 */
export const method: Method<Params<'web-otp'>, typeof korean, Local> = {
  kind: ({ state }) => (state === 'new' ? 'page' : 'code'),
  continues: true,
  storeCheck: phone.storeCheck!,
  isTransient: phone.isTransient!,
  words: (lang) => loadMethodWords('web-otp', lang, korean),
  sampleParams(params) {
    const codes = { state: '', digits: 0, period: 0 };
    const more = { new: phone.sampleParams(params), enrol: { device: '', key: '' }, registered: { device: '' } };
    return { ...codes, ...more[params.state] };
  },
  prepare: async (challenge, verifier) => ({
    codes: await codesFor(challenge, verifier).catch(() => 'no-storage' as const),
  }),
  view(context) {
    const { state, params, local, words, methodWords, now } = context;
    const { codes } = local;
    if (codes === 'no-storage')
      return html`<p .textContent=${methodWords.unable}></p>
        ${notice(context)}`;
    if (params.state === 'new') return phone.view(identityCheck(context));
    if (codes === 'other-browser')
      return html`<p .textContent=${methodWords.elsewhere}></p>
        ${notice(context)}`;
    const seconds = secondsToNextCode(state.issued, now);
    return html`
      <p .textContent=${params.state === 'enrol' ? methodWords.enrolled : methodWords.registered}></p>
      <output part="code" aria-label=${methodWords.code} .textContent=${codeNow(state.issued, codes, now)}></output>
      <p part="countdown" role="timer" .textContent=${fill(words.countdown, { seconds })}></p>
      ${notice(context)}
    `;
  },
  button(context) {
    const { state, params, local, methodWords: words, submit } = context;
    if (local.codes === 'no-storage') return nothing;
    if (params.state === 'new') return phone.button!(identityCheck(context));
    if (state.phase !== 'answering') return undefined;
    if (local.codes === 'other-browser') return words.register;
    return state.notice && params.state === 'registered'
      ? html`<button part="submit" .textContent=${words.use}></button
          ><button
            part="other"
            type="button"
            @click=${() => submit({ renew: true })}
            .textContent=${words.renew}
          ></button>`
      : words.use;
  },
  proof(form, context) {
    const { state, params, local, now } = context;
    if (params.state === 'new') return phone.proof(form, identityCheck(context));
    return typeof local.codes === 'string'
      ? { renew: true }
      : { device: params.device, code: codeNow(state.issued, local.codes, now) };
  },
};

async function codesFor(challenge: Challenge, verifier: string): Promise<BrowserCodes> {
  const { time, expiresIn } = challenge;
  const params = challenge.params as Params<'web-otp'>;
  if (params.state === 'enrol') await saveKey(verifier, params.device, await importKey(params.key));
  // for `new` this only finds out, before an identity check, whether the browser stores anything
  const key = await findKey(verifier, params.state === 'new' ? '' : params.device);
  if (!key) return 'other-browser';
  const first = Math.floor(time / 1000 / params.period);
  const steps = Math.ceil(expiresIn / params.period) + 1;
  return Promise.all([...Array(steps)].map((_, step) => codeAt(key, first + step, params.digits)));
}

/** The current code by the verifier's clock: a wrong clock in this browser changes nothing. */
function codeNow({ challenge, receivedAt }: IssuedChallenge, codes: string[], now: number): string {
  const { period } = challenge.params as Params<'web-otp'>;
  const step = (milliseconds: number) => Math.floor(milliseconds / 1000 / period);
  return codes[step(challenge.time + now - receivedAt) - step(challenge.time)] ?? '';
}
