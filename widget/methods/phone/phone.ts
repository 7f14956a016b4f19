import { html, nothing } from 'lit/html.js';
import type { Params } from '../../contract.js';
import type { Question } from '../../views/context.js';
import { notice } from '../../views/notice.js';
import type { Method } from '../method.js';
import { wayWords } from '../words.js';
import { isInAppBrowser } from './in-app-browser.js';
import { attend, redirectOf, showWindow, windowOf, type Elsewhere } from './provider-window.js';
import { korean, type IdentityWords } from './words.js';

/** What is told while the check lasts, and what can be pressed, by how its window stands. */
const screens = { open: ['elsewhere', 'back'], closed: ['closed', 'again'], none: ['waiting', 'here'] } as const;

/**
 * Phone identity check: a provider asks for carrier, name, birth date, number and the code of a text message. On a page of its own: in
 * another window, or in this one where none can be opened. The verifier is asked for the result.
 */
export const method: Method<Params, IdentityWords> = {
  words: (lang) => wayWords('phone', lang, korean),
  sample: () => ({ url: '', redirect: '' }),
  view(question) {
    const {
      state: { phase, asked },
      own,
    } = question;
    const checking = phase === 'checking';
    return html`
      <p>${checking ? '' : isHere(question) ? own.explainHere : own.explain}</p>
      <p part="progress" role="status">${checking ? own[screens[windowOf(asked.challenge as Elsewhere)][0]] : ''}</p>
      ${notice(question)}
    `;
  },
  button(question) {
    const {
      state: { phase, asked },
      own,
      submit,
    } = question;
    const challenge = asked.challenge as Elsewhere;
    if (isHere(question))
      return html`<a part="submit" href=${redirectOf(challenge) ?? nothing} @click=${() => submit({})}>${own.here}</a>`;
    if (phase === 'answering') return own.open;
    return phase === 'checking' ? own[screens[windowOf(challenge)][1]] : undefined;
  },
  proof(_form, { state: { asked } }) {
    const challenge = asked.challenge as Elsewhere;
    return showWindow(challenge) ? (check) => attend(challenge, check) : 'blocked';
  },
};

/** Whether the check has to go on in this window: others are blocked, or this page was loaded anew and knows of none. */
function isHere({ state }: Question<Params, IdentityWords>) {
  const { phase, asked } = state;
  if (phase === 'checking') return windowOf(asked.challenge as Elsewhere) === 'none';
  return phase === 'answering' && (isInAppBrowser() || state.notice?.status === 'blocked');
}
