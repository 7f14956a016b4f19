import { html, nothing } from 'lit';
import { lasts } from '../machine.js';
import { methodOf } from '../methods/index.js';
import type { Asking, Context } from './context.js';
import { notice } from './notice.js';
import { known, ways } from './others.js';

/** The question. One template for every phase that shows it, so that the field, its text, caret and focus outlive a check. */
export function answer(context: Context<Asking>) {
  const { state, words, send, submit } = context;
  const { phase, asked } = state;
  const { challenge } = asked;
  const { learner, method, attemptsLeft = 5 } = challenge;
  const way = methodOf(challenge);
  const own = way.button?.(context);
  const busy = !own && (phase === 'checking' || phase === 'requesting');
  const others = known(challenge.offers).filter((offer) => offer !== method);
  const submitted = (event: SubmitEvent) => {
    event.preventDefault();
    // what takes its time is not made anew for a lost reply
    if (phase === 'expired' || (phase === 'failed' && lasts(asked))) send({ type: 'retry' });
    else submit(way.proof(event.target as HTMLFormElement, context));
  };
  return html`
    ${learner.name || learner.phone
      ? html`<dl part="learner">
            <dt>${words.name}</dt><dd>${learner.name}</dd>
            <dt>${words.phone}</dt><dd>${learner.phone}</dd>
          </dl>`
      : nothing}
    <form novalidate @submit=${submitted}>
      ${way.view(context)}
      <p part="notice" id="notice" role="alert">${notice(context)}</p>
      ${own && typeof own !== 'string'
        ? own
        : html`<button part="submit" aria-disabled=${busy ? 'true' : 'false'}>
            ${own ?? (busy ? words.checking : phase === 'answering' ? words.submit : words.retry)}
          </button>`}
    </form>
    ${phase === 'checking' && lasts(asked) ? html`<button part="cancel" type="button" @click=${() => send({ type: 'cancel' })}>${words.cancel}</button>` : nothing}
    ${others.length > 0
      ? html`<details part="others" ?open=${own === nothing || attemptsLeft < 3 || (phase === 'answering' && state.notice?.status === 'unavailable')}>
          <summary>${words.others}</summary>
          ${ways(context, others)}
        </details>`
      : nothing}
  `;
}
