import { html, nothing } from 'lit/html.js';
import { fill } from '../words.js';
import { about } from './about.js';
import { answer } from './answer.js';
import type { ChallengeState, Context } from './context.js';
import { help } from './help.js';
import { failure } from './notice.js';
import { knownMethods, methodButtons } from './method-list.js';

/** The whole inside of the gate for a state. Live regions stand before they speak, or VoiceOver passes them over. */
export function view(context: Context) {
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
    <p part="status" role="status">${status(context)}</p>
    <p part="notice" role="alert">${alarm(context)}</p>
    ${screen(context)}
    <footer part="help"><slot name="help">${help(context)}</slot></footer>
  `;
}

/** What is told in passing. */
function status({ state, words }: Context) {
  if (state.phase === 'requesting' && !state.issued) return words.loading;
  if (state.phase === 'verified') return words.verified;
  return '';
}

/** What went wrong on a screen without a question; beside a question the notice stands at the field. */
function alarm({ state, words }: Context) {
  if (state.phase === 'locked') return words.locked;
  return state.phase === 'failed' && !state.issued ? failure(state, words) : '';
}

function screen(context: Context) {
  const { state, words, send } = context;
  const { phase } = state;
  if (phase === 'locked') {
    const out = knownMethods(state.locked.unlock);
    return html`<p>${out.length > 0 ? words.unlock : words.noUnlock}</p>
      ${methodButtons(context, out)}`;
  }
  if (phase !== 'verified' && 'issued' in state && state.issued) return answer(context as Context<ChallengeState>);
  const type = phase === 'failed' ? 'retry' : 'close';
  return phase === 'failed' || phase === 'verified'
    ? html`<button part="submit" type="button" @click=${() => send({ type })}>${words[type]}</button>`
    : nothing;
}
