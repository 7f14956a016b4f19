import { html, nothing } from 'lit';
import { fill } from '../words.js';
import { about, answer } from './answer.js';
import type { Asking, Context } from './context.js';
import { help } from './help.js';
import { failure } from './notice.js';
import { others } from './others.js';

/** The whole inside of the gate for a state. Live regions stand before they speak, or VoiceOver passes them over. */
export function view(context: Context) {
  const { words, send } = context;
  const { step, help: ways } = shown(context);
  return html`
    <header>
      <slot name="brand"></slot>
      <h2 part="title" id="title">${about(context, words.title)}</h2>
      <button part="close" aria-label=${words.close} @click=${() => send({ type: 'close' })}></button>
      ${step && step.of > 1 ? html`<p part="step">${fill(words.step, step)}</p>` : nothing}
    </header>
    <p part="status" role="status">${status(context)}</p>
    <p part="notice" role="alert">${alarm(context)}</p>
    ${screen(context)}
    <footer><slot name="help">${help(context, ways)}</slot></footer>
  `;
}

/** What a screen reader is told in passing. */
function status(context: Context) {
  const { state: { phase }, words } = context;
  if (phase === 'requesting') return words.loading;
  if (phase === 'verified') return words.verified;
  return about(context, words.purpose);
}

/** What went wrong on a screen without a question; beside a question the notice stands at the field. */
function alarm({ state, words }: Context) {
  if (state.phase === 'locked') return words.locked;
  return state.phase === 'failed' && !state.asked ? failure(state, words) : '';
}

function screen(context: Context) {
  const { state, words, send } = context;
  if ('asked' in state && state.asked && state.phase !== 'verified') return answer(context as Context<Asking>);
  switch (state.phase) {
    case 'locked': {
      const ways = others(context, state.locked.unlock, words.unlock);
      return ways === nothing ? words.noUnlock : ways;
    }
    case 'failed':
      return html`<button part="submit" @click=${() => send({ type: 'retry' })}>${words.retry}</button>`;
    case 'verified':
      return html`<button part="submit" @click=${() => send({ type: 'close' })}>${words.close}</button>`;
    default:
      return nothing;
  }
}

function shown({ state }: Context) {
  if (state.phase === 'locked') return { help: state.locked.help };
  const challenge = 'asked' in state ? state.asked?.challenge : undefined;
  return { step: challenge?.checkpoint.step, help: challenge?.help };
}
