import { html, nothing } from 'lit/html.js';
import { isLongRunning } from '../issued-challenge.js';
import { isPreview, isWaiting, isWritable } from '../machine.js';
import { knownMethods, methodOf } from '../methods/index.js';
import type { ChallengeState, ViewContext } from './context.js';
import { helpSlot } from './help-slot.js';

/**
 * The challenge. One template for every phase that shows it, so that the field, its text, caret and focus outlive a
 * check.
 */
export function answer(context: ViewContext<ChallengeState>) {
  const { state, words, further, send, submit, loadFurther } = context;
  const { phase, issued } = state;
  const { challenge, words: methodWords, local } = issued;
  const { learner, method: id, attemptsLeft = 5, params } = challenge;
  const method = methodOf(challenge);
  const challengeContext = { ...context, params, methodWords, local };
  const button = method.button?.(challengeContext);
  const waiting = isWaiting(state);
  const busy = !button && !isWritable(state);
  const others = knownMethods(challenge.offers).filter((offer) => offer !== id);
  // the click that submits, also for Enter in the field: a sandboxed frame without `allow-forms` has no submit event
  const onClick = (event: Event) => {
    if ((event.target as Element).closest('button')?.type !== 'submit') return;
    event.preventDefault();
    // a long-running proof is not made again for a lost reply
    if (phase === 'expired' || (phase === 'failed' && isLongRunning(issued))) send({ type: 'retry' });
    else if (!waiting) submit(method.proof(event.currentTarget as HTMLFormElement, challengeContext));
  };
  const instead = further?.unavailableButton(context, others);
  return html`
    <form novalidate class=${phase} @click=${onClick} @submit=${(event: Event) => event.preventDefault()}>
      <p part="learner" id="learner">
        <b .textContent=${learner.name ?? (isPreview(state) ? '\xa0' : '')}></b>
        <span .textContent=${learner.phone}></span>
      </p>
      ${method.view(challengeContext)}
      ${
        phase === 'verified'
          ? nothing
          : (instead ??
            (button && typeof button !== 'string'
              ? button
              : html`<button
                  part="submit"
                  aria-disabled=${busy || waiting}
                  .textContent=${button ?? (busy ? words.checking : /answering|requesting/.test(phase) ? words.submit : words.retry)}
                ></button>`))
      }
    </form>
    ${further?.cancelButton(context)}
    ${
      phase === 'verified'
        ? nothing
        : html`<details part="others" ?open=${button === nothing || attemptsLeft < 3 || instead !== undefined}>
            <summary
              .textContent=${method.below ? words.more : words.further.moreOther}
              @click=${(event: Event) => (loadFurther(), showContent(event))}
            ></summary>
            ${further?.methodButtons(context, others)} ${method.below?.(challengeContext)} ${helpSlot(context)}
          </details>`
    }
  `;
}

/** Brings what a disclosure shows into view, once the browser has opened it. */
const showContent = ({ currentTarget }: Event) => {
  const details = (currentTarget as HTMLElement).parentElement!;
  requestAnimationFrame(() => details.scrollIntoView({ block: 'nearest' }));
};
