import { html, nothing } from 'lit/html.js';
import type { Params } from '../../contract.js';
import type { Question } from '../../views/context.js';
import { notice } from '../../views/notice.js';
import type { Method } from '../method.js';
import { loadMethodWords } from '../load-words.js';
import { isInAppBrowser } from './in-app-browser.js';
import { watchWindow, redirectOf, showWindow, windowOf, type ProviderChallenge } from './provider-window.js';
import { korean, type IdentityWords } from './words.js';

/** What is told while the check isLongRunning, and what can be pressed, by how its window stands. */
const screens = { open: ['elsewhere', 'back'], closed: ['closed', 'again'], none: ['waiting', 'here'] } as const;

/**
 * Phone identity check: a provider asks for carrier, name, birth date, number and the code of a text message. On a page of its own: in
 * another window, or in this one where none can be opened. The gate polls the verifier for the result.
 */
export const method: Method<Params, IdentityWords> = {
  words: (lang) => loadMethodWords('phone', lang, korean),
  sample: () => ({ url: '', redirect: '' }),
  view(question) {
    const {
      state: { phase, issued },
      own,
    } = question;
    const checking = phase === 'checking';
    return html`
      <p>${checking ? '' : isHere(question) ? own.explainHere : own.explain}</p>
      <p part="progress" role="status">
        ${checking ? own[screens[windowOf(issued.challenge as ProviderChallenge)][0]] : ''}
      </p>
      ${notice(question)}
    `;
  },
  button(question) {
    const {
      state: { phase, issued },
      own,
      submit,
    } = question;
    const challenge = issued.challenge as ProviderChallenge;
    if (isHere(question))
      return html`<a part="submit" href=${redirectOf(challenge) ?? nothing} @click=${() => submit({})}>${own.here}</a>`;
    if (phase === 'answering') return own.open;
    return phase === 'checking' ? own[screens[windowOf(challenge)][1]] : undefined;
  },
  proof(_form, { state: { issued } }) {
    const challenge = issued.challenge as ProviderChallenge;
    return showWindow(challenge) ? (check) => watchWindow(challenge, check) : 'blocked';
  },
};

/** Whether the check has to go on in this window: others are blocked, or this page was loaded anew and knows of none. */
function isHere({ state }: Question<Params, IdentityWords>) {
  const { phase, issued } = state;
  if (phase === 'checking') return windowOf(issued.challenge as ProviderChallenge) === 'none';
  return phase === 'answering' && (isInAppBrowser() || state.notice?.status === 'blocked');
}
