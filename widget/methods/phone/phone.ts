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
    none: [words.waiting, ''],
  } as const;
  return {
    words: words.notices,
    sample: () => ({ url: '', redirect: '' }),
    view(context) {
      const { state: { phase, asked }, submit } = context;
      const checking = phase === 'checking';
      const challenge = asked.challenge as Elsewhere;
      const here = isHere(context);
      return html`
        <p>${here ? words.explainHere : words.explain}</p>
        <p part="progress" role="status">${checking ? screens[windowOf(challenge)][0] : ''}</p>
        ${here ? html`<a part="submit" href=${redirectOf(challenge) ?? nothing} @click=${() => submit({})}>${words.here}</a>` : nothing}
      `;
    },
    button(context) {
      const { phase, asked } = context.state;
      if (phase !== 'answering' && phase !== 'checking') return undefined;
      if (isHere(context)) return '';
      return phase === 'answering' ? words.open : screens[windowOf(asked.challenge as Elsewhere)][1];
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
