import { html, nothing } from 'lit/html.js';
import { isLongRunning } from '../issued-challenge.js';
import { methodOf } from '../methods/index.js';
import type { ChallengeState, ViewContext } from './context.js';
import { knownMethods, methodButtons } from './method-list.js';

/**
 * The challenge. One template for every phase that shows it, so that the field, its text, caret and focus survive a
 * check.
 */
export function answer(context: ViewContext<ChallengeState>) {
  const { state, words, send, submit } = context;
  const { phase, issued } = state;
  const { challenge, words: methodWords, local } = issued;
  const { learner, method: id, attemptsLeft = 5, params } = challenge;
  const method = methodOf(challenge);
  const challengeContext = { ...context, params, methodWords, local };
  const button = method.button?.(challengeContext);
  const busy = !button && (phase === 'checking' || phase === 'requesting');
  const others = knownMethods(challenge.offers).filter((offer) => offer !== id);
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    // a long-running proof is not made again for a lost reply
    if (phase === 'expired' || (phase === 'failed' && isLongRunning(issued))) send({ type: 'retry' });
    else submit(method.proof(event.target as HTMLFormElement, challengeContext));
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
    <form novalidate @submit=${onSubmit}>
      ${method.view(challengeContext)}
      ${
        button && typeof button !== 'string'
          ? button
          : html`<button part="submit" aria-disabled=${busy}>
              ${button ?? (busy ? words.checking : phase === 'answering' ? words.submit : words.retry)}
            </button>`
      }
    </form>
    ${method.below?.(challengeContext)}
    ${
      phase === 'checking' && isLongRunning(issued)
        ? html`<button part="cancel" type="button" @click=${() => send({ type: 'cancel' })}>${words.cancel}</button>`
        : nothing
    }
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
