import { html, nothing } from 'lit';
import { methods } from '../methods/index.js';
import type { Asking, Context } from './context.js';
import { notice } from './notice.js';
import { known, ways } from './others.js';

/** The question. One template for every phase that shows it, so that the field, its text, caret and focus outlive a check. */
export function answer(context: Context<Asking>) {
  const { state, words, send, submit } = context;
  const { phase, asked: { challenge } } = state;
  const { learner, method, attemptsLeft = 5 } = challenge;
  const busy = phase === 'checking' || phase === 'requesting';
  const others = known(challenge.offers).filter((offer) => offer !== method);
  const submitted = (event: SubmitEvent) => {
    event.preventDefault();
    if (phase === 'expired') send({ type: 'retry' });
    else submit(methods[method]!.proof(event.target as HTMLFormElement, context));
  };
  return html`
    ${learner.name || learner.phone
      ? html`<dl part="learner">
            <dt>${words.name}</dt><dd>${learner.name}</dd>
            <dt>${words.phone}</dt><dd>${learner.phone}</dd>
          </dl>
          <p part="hint">${words.sameAsApp}</p>`
      : nothing}
    <form novalidate @submit=${submitted}>
      ${methods[method]!.view(context)}
      <p part="notice" id="notice" role="alert">${notice(context)}</p>
      <button part="submit" aria-disabled=${busy ? 'true' : 'false'}>
        ${busy ? words.checking : phase === 'answering' ? words.submit : words.retry}
      </button>
    </form>
    ${others.length > 0
      ? html`<details part="others" ?open=${attemptsLeft < 3 || (phase === 'answering' && state.notice?.status === 'unavailable')}>
          <summary>${words.others}</summary>
          ${ways(context, others)}
        </details>`
      : nothing}
  `;
}
