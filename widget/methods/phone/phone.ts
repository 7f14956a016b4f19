import { html, nothing } from 'lit/html.js';
import type { Params } from '../../contract.js';
import type { ChallengeContext } from '../../views/context.js';
import { notice } from '../../views/notice.js';
import { loadMethodWords } from '../load-words.js';
import type { Method } from '../method.js';
import { isInAppBrowser } from './in-app-browser.js';
import { redirectAddress, showWindow, watchWindow, windowStatus, type ProviderWindow } from './provider-window.js';
import { storeCheck } from './store-check.js';
import { korean, type IdentityWords } from './words.js';

/** The address of a provider's page, in a window and as a redirect. */
type ProviderParams = Pick<Params<'phone'>, 'url' | 'redirect'>;
type Context = ChallengeContext<ProviderParams, IdentityWords, ProviderWindow>;

/** The progress text and the button's label while the check runs, by the status of its window. */
const screens = { open: ['elsewhere', 'back'], closed: ['closed', 'again'], none: ['waiting', 'here'] } as const;

/**
 * Phone identity check: a provider asks for carrier, name, birth date, number and the code of a text message, on a page
 * of its own: in another window, or in this one where none can be opened. The gate polls the verifier for the result.
 */
export const method: Method<any, IdentityWords, ProviderWindow> = {
  kind: () => 'page',
  words: (lang) => loadMethodWords('phone', lang, korean),
  sampleParams: () => ({ url: '', redirect: '' }),
  storeCheck,
  isTransient: (code) => /^(unreachable|timeout|bad-reply|internal|maintenance|too-many-requests)$/.test(code),
  view(context: Context) {
    const { state, local, methodWords: words } = context;
    const checking = state.phase === 'checking';
    return html`
      <p .textContent=${checking ? '' : usesThisWindow(context) ? words.explainHere : words.explain}></p>
      <p part="progress" role="status" .textContent=${checking ? words[screens[windowStatus(local)][0]] : ''}></p>
      ${notice(context)}
    `;
  },
  button(context: Context) {
    const { state, local, params, methodWords: words, submit } = context;
    if (usesThisWindow(context))
      return html`<a
        part="submit"
        href=${redirectAddress(params.redirect) ?? nothing}
        @click=${() => submit({})}
        .textContent=${words.here}
      ></a>`;
    if (state.phase === 'answering') return words.open;
    return state.phase === 'checking' ? words[screens[windowStatus(local)][1]] : undefined;
  },
  proof: (_form, { local, params: { url, redirect }, state }: Context) =>
    showWindow(local, url, `mo-otp-gate-${state.issued.challenge.id}`)
      ? (check) => watchWindow(local, redirect, check)
      : 'blocked',
};

/** Whether the check continues in this window: others are blocked, or a reloaded page has lost the one it opened. */
function usesThisWindow({ state, local }: Context) {
  if (state.phase === 'checking') return windowStatus(local) === 'none';
  return state.phase === 'answering' && (isInAppBrowser() || state.notice?.status === 'blocked');
}
