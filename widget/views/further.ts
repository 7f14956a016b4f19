import { html, nothing } from 'lit/html.js';
import type { Locked, Params } from '../contract.js';
import { diagnose } from '../diagnosis.js';
import { styles } from '../further.styles.js';
import { further } from '../further-words.js';
import { isLongRunning } from '../issued-challenge.js';
import { knownMethods } from '../methods/index.js';
import { clockIsOff } from '../step.js';
import { fill, type Words } from '../words.js';
import type { ChallengeContext, ChallengeState, ViewContext } from './context.js';
import { contacts } from './help.js';
import { linkList } from './links.js';
import { methodButtons } from './method-list.js';

/** The good news of a challenge: a step is done, the lock is lifted, the app shows a new code. */
function furtherStatus({ state, words: { further } }: ViewContext): string {
  const notice = state.phase === 'answering' && state.notice;
  if (!notice) return '';
  if (notice.status === 'new-code') return further.newCode;
  if (notice.status !== 'unlocked') return '';
  const n = notice.done.checkpoint.step?.n ?? 1;
  return n < (state.issued.challenge.checkpoint.step?.n ?? 1) ? fill(further.stepDone, { n }) : further.unlocked;
}

/** The bad news of a challenge. `field` adds what the last attempt means. */
function furtherNotice(context: ChallengeContext<unknown>, field: boolean): string {
  const { state, words, methodWords } = context;
  const { further } = words;
  if (state.phase === 'expired') return fill(further.expired, { button: words.retry });
  if (state.phase !== 'answering') return '';
  const { notice } = state;
  const { params, method, attemptsLeft: left = 0, offers, unlock = [] } = state.issued.challenge;
  const names = (ids: string[]) => knownMethods(ids).map((id) => further.method[id as 'motp']);
  const sentences = [];
  if (notice && !/^(unlocked|new-code)$/.test(notice.status)) {
    const reason = notice.status === 'rejected' ? notice.reason : notice.status;
    const own = methodWords.notices?.[reason];
    sentences.push(
      own ??
        further[(reason === 'unavailable' && names(offers).length < 2 ? 'unavailableAlone' : reason) as 'repeated'] ??
        words[reason as 'length'] ??
        words.failed.other,
    );
    if (reason === 'wrong-code' && left > 1) {
      sentences.push(further.attemptsLeft);
      // one instruction at a time: look again, then set the phone's clock
      if (!own && left < 4) sentences.push(clockText(params, words));
    }
  }
  if (field && left === 1) sentences.push(further.lastTry, unlock.length > 0 ? further.lockMeans : '');
  return fill(sentences.join(' '), {
    left,
    digits: (params as Params<'motp'>).digits,
    method: names([method])[0],
    methods: names(unlock).join(fill(further.list, {})),
    button: words.submit,
    seconds: notice?.status === 'unavailable' ? notice.retryIn : '',
  }).trim();
}

/** What to do about a phone's clock: the authority decides which time its codes count. */
const clockText = (params: Params, { further }: Words) =>
  'clock' in params && params.clock === 'korean' ? further.koreanClock : further.clock;

/** The same beside a field without a notice. */
const clockHint = ({ state, words, params }: ChallengeContext<Params<'motp'>>) =>
  clockIsOff(state.issued) && state.phase === 'answering' && !state.notice ? clockText(params, words) : '';

/** Where a learner without the app gets it. */
const appLinks = ({ words, params: { apps } }: ChallengeContext<Params<'motp'>>) =>
  apps && html`<div part="no-app">${linkList(words, apps, words.further.app)}</div>`;

/**
 * The main button while a method is unavailable: the first other method, which is taken from `others`, or a retry once
 * the verifier's wait is over. Undefined while the method is available.
 */
function unavailableButton(context: ViewContext<ChallengeState>, others: string[]) {
  const { state, words, now } = context;
  if (state.phase !== 'answering' || state.notice?.status !== 'unavailable') return undefined;
  if (others.length > 0) return methodButtons(context, others.splice(0, 1), 'submit');
  const { waitUntil } = state;
  return html`<button
    part="submit"
    aria-disabled=${waitUntil !== undefined}
    .textContent=${waitUntil ? fill(words.further.retryIn, { seconds: Math.ceil((waitUntil - now) / 1000) }) : words.retry}
  ></button>`;
}

/** Why there is no challenge, and the way out. */
const lockedText = ({ unlock }: Locked, { further }: Words) =>
  `${further.locked} ${knownMethods(unlock).length > 0 ? further.unlock : further.noUnlock}`;

/** The methods that lift a lock, the first one as the main button. */
const lockedButtons = (context: ViewContext, { unlock }: Locked) =>
  methodButtons(context, knownMethods(unlock), 'submit');

/** The way out of a failure that a retry cannot mend: a session that is over, a page without one. */
function startOver({ state, words, modal, send }: ViewContext) {
  if (state.phase !== 'failed' || !/^(unknown-session|not-configured)$/.test(state.error.code)) return undefined;
  return modal
    ? html`<button
        part="submit"
        class="end"
        type="button"
        .textContent=${words.further.startOver}
        @click=${() => send({ type: 'close' })}
      ></button>`
    : nothing;
}

/** The button that cancels a check that takes its time. */
const cancelButton = ({ state, words, send }: ViewContext<ChallengeState>) =>
  state.phase === 'checking' && isLongRunning(state.issued)
    ? html`<button
        part="cancel"
        type="button"
        .textContent=${words.further.cancel}
        @click=${() => send({ type: 'cancel' })}
      ></button>`
    : nothing;

/** What goes beyond the first screen: words, styles and parts of screens. */
export const views = {
  further,
  styles,
  diagnose,
  furtherStatus,
  furtherNotice,
  clockHint,
  appLinks,
  unavailableButton,
  lockedText,
  lockedButtons,
  startOver,
  cancelButton,
  methodButtons,
  contacts,
};
