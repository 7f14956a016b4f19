import { html, nothing } from 'lit';
import type { Asking, Context } from '../../views/context.js';
import type { Method } from '../method.js';
import { isInAppBrowser } from './in-app-browser.js';
import { attend, redirectOf, showWindow, windowOf, type Elsewhere } from './provider-window.js';
import { korean, type IdentityWords } from './words.js';

/** A check on a provider's page: in a window of its own, or in this one where none can be opened. The verifier is asked for the result. */
export function identityCheck(words: IdentityWords): Method {
  const screens = {
    open: [words.elsewhere, words.back],
    closed: [words.closed, words.again],
    none: [words.waiting, words.here],
  } as const;
  return {
    words: words.notices,
    sample: () => ({ url: '', redirect: '' }),
    view(context) {
      const { phase, asked } = context.state;
      const checking = phase === 'checking';
      return html`
        <p>${checking ? '' : isHere(context) ? words.explainHere : words.explain}</p>
        <p part="progress" role="status">${checking ? screens[windowOf(asked.challenge as Elsewhere)][0] : ''}</p>
      `;
    },
    button(context) {
      const { state: { phase, asked }, submit } = context;
      const challenge = asked.challenge as Elsewhere;
      if (isHere(context)) return html`<a part="submit" href=${redirectOf(challenge) ?? nothing} @click=${() => submit({})}>${words.here}</a>`;
      if (phase === 'answering') return words.open;
      return phase === 'checking' ? screens[windowOf(challenge)][1] : undefined;
    },
    proof(_form, { state: { asked } }) {
      const challenge = asked.challenge as Elsewhere;
      return showWindow(challenge) ? (check) => attend(challenge, check) : 'blocked';
    },
  };
}

/** Phone identity check: a provider asks for carrier, name, birth date, number and the code of a text message. */
export const phone = identityCheck(korean);

/** Whether the check has to go on in this window: others are blocked, or this page was loaded anew and knows of none. */
function isHere({ state }: Context<Asking>) {
  const { phase, asked } = state;
  if (phase === 'checking') return windowOf(asked.challenge as Elsewhere) === 'none';
  return phase === 'answering' && (isInAppBrowser() || state.notice?.status === 'blocked');
}
