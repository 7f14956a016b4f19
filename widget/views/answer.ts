import { html, nothing } from 'lit';
import { methods } from '../methods/index.js';
import { fill } from '../words.js';
import type { Asking, Context } from './context.js';
import { notice } from './notice.js';
import { others } from './others.js';

/** The question. One template for every phase that shows it, so that the field, its text, caret and focus outlive a check. */
export function answer(context: Context<Asking>) {
  const { state: { phase, asked }, words, send, submit } = context;
  const { learner, method, offers } = asked.challenge;
  const busy = phase === 'checking' || phase === 'requesting';
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
          <p>${words.sameAsApp}</p>`
      : nothing}
    <form novalidate @submit=${submitted}>
      ${methods[method]!.view(context)}
      <p part="notice" id="notice" role="alert">${notice(context)}</p>
      <button part="submit" aria-disabled=${busy ? 'true' : 'false'}>
        ${busy ? words.checking : phase === 'answering' ? words.submit : words.retry}
      </button>
    </form>
    ${others(context, offers.filter((offer) => offer !== method), words.others)}
  `;
}

/** What the learner is about to start ("9차시"), put into a sentence. */
export function about({ words, state }: Context, sentence: string) {
  const { kind = 'other', number } = ('asked' in state && state.asked?.challenge.checkpoint) || {};
  return fill(sentence, { what: fill(words.kind[kind] ?? '', { number }) }).trim();
}
