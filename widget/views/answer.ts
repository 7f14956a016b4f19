import { html, nothing } from 'lit/html.js';
import { isLongRunning } from '../machine.js';
import { methodOf, wordsOf } from '../methods/index.js';
import type { ChallengeState, Context } from './context.js';
import { knownMethods, methodButtons } from './method-list.js';

/** The question. One template for every phase that shows it, so that the field, its text, caret and focus outlive a check. */
export function answer(context: Context<ChallengeState>) {
  const { state, words, send, submit } = context;
  const { phase, issued } = state;
  const { challenge } = issued;
  const { learner, method, attemptsLeft = 5 } = challenge;
  const way = methodOf(challenge);
  const question = { ...context, own: wordsOf(challenge), params: challenge.params };
  const button = way.button?.(question);
  const busy = !button && (phase === 'checking' || phase === 'requesting');
  const others = knownMethods(challenge.offers).filter((offer) => offer !== method);
  const submitted = (event: SubmitEvent) => {
    event.preventDefault();
    // what takes its time is not made anew for a lost reply
    if (phase === 'expired' || (phase === 'failed' && isLongRunning(issued))) send({ type: 'retry' });
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
    ${phase === 'checking' && isLongRunning(issued) ? html`<button part="cancel" type="button" @click=${() => send({ type: 'cancel' })}>${words.cancel}</button>` : nothing}
    ${
      others.length > 0
        ? html`<details
            part="others"
            ?open=${button === nothing || attemptsLeft < 3 || (phase === 'answering' && state.notice?.status === 'unavailable')}
          >
            <summary>${words.others}</summary>
            ${methodButtons(context, others)}
          </details>`
        : nothing
    }
  `;
}
