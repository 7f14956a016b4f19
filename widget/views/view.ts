import { html, nothing, type TemplateResult } from 'lit/html.js';
import { isCodeSpent } from '../machine.js';
import { fill } from '../words.js';
import { answer } from './answer.js';
import type { ChallengeState, ViewContext } from './context.js';
import { helpSlot } from './help-slot.js';
import { failureText, statusText } from './notice.js';
import { title } from './title.js';

/**
 * The content of the gate. The two live regions are rendered before they have text, or VoiceOver ignores them; the one
 * for the status is not seen, so that the text beside the field may come and go with its screen.
 */
export function view(context: ViewContext) {
  const { words, modal, checkpoint, send } = context;
  const step = checkpoint?.step;
  return html`
    <header part="header">
      <slot name="brand"></slot>
      <h2 part="title" id="title" .textContent=${title(context)}></h2>
      ${
        step && step.of > 1
          ? html`<p part="step">
              <span class="visually-hidden" .textContent=${fill(words.step, step)}></span
              >${[...Array(step.of)].map((_, at) => html`<b class=${at < step.n ? 'done' : ''}></b>`)}
            </p>`
          : nothing
      }
      ${
        modal
          ? html`<button
              part="close"
              type="button"
              aria-label=${words.close}
              @click=${() => send({ type: 'close' })}
            ></button>`
          : nothing
      }
    </header>
    <p class="visually-hidden" role="status" .textContent=${announcement(context)}></p>
    <div class="body">
      <p part="notice" role="alert" .textContent=${alertText(context)}></p>
      ${screen(context)}
    </div>
  `;
}

/** The text of the live region for the status: what a waiting learner would see, too. */
function announcement(context: ViewContext) {
  const { state, words } = context;
  if (state.phase === 'requesting' && !state.issued) return words.loading;
  return isCodeSpent(state) ? `${statusText(context)} ${words.further.waitForCode}` : statusText(context);
}

/** The alert of a screen without a challenge; with one, the notice is beside the field. */
function alertText({ state, words, further }: ViewContext) {
  if (state.phase === 'locked') return further?.lockedText(state.locked, words) ?? words.failed.other;
  return state.phase === 'failed' && !state.issued ? failureText(state, words) : '';
}

function screen(context: ViewContext): TemplateResult {
  const { state, words, further, send } = context;
  switch (state.phase) {
    case 'closed':
      // only in the page's flow: a closed dialog shows nothing
      return button(words.start, 'open');
    case 'locked':
      return html`${further?.lockedButtons(context, state.locked)}${helpSlot(context)}`;
    case 'failed':
      if (state.issued) break;
      return html`${further?.startOver(context) ?? button(words.retry, 'retry')}${helpSlot(context)}`;
    case 'requesting':
      if (!state.issued) return html`<div class="skeleton"></div>`;
  }
  return answer(context as ViewContext<ChallengeState>);

  function button(label: string, type: 'open' | 'retry') {
    return html`<button part="submit" type="button" .textContent=${label} @click=${() => send({ type })}></button>`;
  }
}
