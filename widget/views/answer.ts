import { html, nothing } from 'lit/html.js';
import { lasts } from '../machine.js';
import { methodOf, ownWordsOf } from '../methods/index.js';
import type { Asking, Context } from './context.js';
import { known, ways } from './others.js';

/** The question. One template for every phase that shows it, so that the field, its text, caret and focus outlive a check. */
export function answer(context: Context<Asking>) {
  const { state, words, send, submit } = context;
  const { phase, asked } = state;
  const { challenge } = asked;
  const { learner, method, attemptsLeft = 5 } = challenge;
  const way = methodOf(challenge);
  const question = { ...context, own: ownWordsOf(challenge), params: challenge.params };
  const button = way.button?.(question);
  const busy = !button && (phase === 'checking' || phase === 'requesting');
  const others = known(challenge.offers).filter((offer) => offer !== method);
  const submitted = (event: SubmitEvent) => {
    event.preventDefault();
    // what takes its time is not made anew for a lost reply
    if (phase === 'expired' || (phase === 'failed' && lasts(asked))) send({ type: 'retry' });
    else submit(way.proof(event.target as HTMLFormElement, question));
  };
  return html`
    ${
      learner.name || learner.phone
        ? html`<dl part="learner">
            <dt>${words.name}</dt>
            <dd>${learner.name}</dd>
            <dt>${words.phone}</dt>
            <dd>${learner.phone}</dd>
          </dl>`
        : nothing
    }
    <form novalidate @submit=${submitted}>
      ${way.view(question)}
      ${
        button && typeof button !== 'string'
          ? button
          : html`<button part="submit" aria-disabled=${busy}>
              ${button ?? (busy ? words.checking : phase === 'answering' ? words.submit : words.retry)}
            </button>`
      }
    </form>
    ${way.below?.(question)}
    ${phase === 'checking' && lasts(asked) ? html`<button part="cancel" type="button" @click=${() => send({ type: 'cancel' })}>${words.cancel}</button>` : nothing}
    ${
      others.length > 0
        ? html`<details
            part="others"
            ?open=${button === nothing || attemptsLeft < 3 || (phase === 'answering' && state.notice?.status === 'unavailable')}
          >
            <summary>${words.others}</summary>
            ${ways(context, others)}
          </details>`
        : nothing
    }
  `;
}
