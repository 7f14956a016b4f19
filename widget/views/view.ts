import { html, nothing } from 'lit/html.js';
import { fill } from '../words.js';
import { about } from './about.js';
import { answer } from './answer.js';
import type { ChallengeState, ViewContext } from './context.js';
import { help } from './help.js';
import { knownMethods, methodButtons } from './method-list.js';
import { failureText } from './notice.js';

/** The content of the gate. Live regions are rendered before they have text, or VoiceOver ignores them. */
export function view(context: ViewContext) {
  const { state, words, send } = context;
  const challenge = 'issued' in state ? state.issued?.challenge : undefined;
  const step = challenge?.checkpoint.step;
  const { title, purpose } = about(context);
  return html`
    <header part="header">
      <slot name="brand"></slot>
      <h2 part="title" id="title">${title}</h2>
      <button part="close" type="button" aria-label=${words.close} @click=${() => send({ type: 'close' })}></button>
      ${step && step.of > 1 ? html`<p part="step">${fill(words.step, step)}</p>` : nothing}
    </header>
    ${challenge && state.phase !== 'verified' ? html`<p part="purpose" id="purpose">${purpose}</p>` : nothing}
    <p part="status" role="status">${statusText(context)}</p>
    <p part="notice" role="alert">${alertText(context)}</p>
    ${screen(context)}
    <footer part="help"><slot name="help">${help(context)}</slot></footer>
  `;
}

/** The text of the status region. */
function statusText({ state, words }: ViewContext) {
  if (state.phase === 'requesting' && !state.issued) return words.loading;
  if (state.phase === 'verified') return words.verified;
  return '';
}

/** The alert of a screen without a challenge; with one, the notice is beside the field. */
function alertText({ state, words }: ViewContext) {
  if (state.phase === 'locked') return words.locked;
  return state.phase === 'failed' && !state.issued ? failureText(state, words) : '';
}

function screen(context: ViewContext) {
  const { state, words, send } = context;
  const { phase } = state;
  if (phase === 'locked') {
    const unlocking = knownMethods(state.locked.unlock);
    return html`<p>${unlocking.length > 0 ? words.unlock : words.noUnlock}</p>
      ${methodButtons(context, unlocking)}`;
  }
  if (phase !== 'verified' && 'issued' in state && state.issued) return answer(context as ViewContext<ChallengeState>);
  const type = phase === 'failed' ? 'retry' : 'close';
  return phase === 'failed' || phase === 'verified'
    ? html`<button part="submit" type="button" @click=${() => send({ type })}>${words[type]}</button>`
    : nothing;
}
