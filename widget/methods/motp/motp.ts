import { html, nothing } from 'lit/html.js';
import type { Params } from '../../contract.js';
import { isCodeSpent } from '../../machine.js';
import { secondsToNextCode } from '../../step.js';
import { codeField, type CodeFieldState } from '../../views/code-field.js';
import { notice, statusText } from '../../views/notice.js';
import { fill } from '../../words.js';
import type { Method } from '../method.js';
import type { BaseMethodWords } from '../proof.js';

/** For how long the turn of the code is shown, in seconds. */
const turnedFor = 3;

/** The six digits of the phone app (manual: open the app, type its number, 60 seconds each). */
export const motp: Method<Params<'motp'>, BaseMethodWords, CodeFieldState> = {
  kind: () => 'code',
  sampleParams: () => ({ digits: 0, period: 0 }),
  prepare: async () => ({ mayComplete: true, edited: true }),
  view(context) {
    const { words, state, params, now, further } = context;
    const { digits, period } = params;
    const { issued } = state;
    const seconds = secondsToNextCode(issued, now);
    // announced twice a minute: a countdown that is read every second drowns everything else
    const announced = seconds > 30 ? 0 : seconds > 10 ? 30 : 10;
    const turned = seconds > period - turnedFor && now - issued.receivedAt > turnedFor * 1000;
    // the code on the phone is spent: nothing to type before the next one
    const spent = isCodeSpent(state);
    return html`
      <div class="row">
        ${
          spent
            ? html`<b part="status" .textContent=${statusText(context)}></b>`
            : html`<label for="code" .textContent=${fill(words.code, { digits })}></label>`
        }
        <p
          part="countdown"
          role="timer"
          aria-label=${fill(words.countdown, { seconds })}
          class=${spent ? 'large' : seconds > 10 ? '' : 'soon'}
          .textContent=${turned ? words.turned : new Date(seconds * 1000).toISOString().slice(15, 19)}
        ></p>
      </div>
      <p
        class="visually-hidden"
        role="status"
        .textContent=${announced ? fill(words.countdown, { seconds: announced }) : ''}
      ></p>
      ${spent ? nothing : codeField(context, digits)}
      <div class="room">
        ${notice(context, true)}
        <p part="hint" .textContent=${spent ? words.further.waitForCode : further?.clockHint(context)}></p>
      </div>
    `;
  },
  below: (context) => context.further?.appLinks(context),
  proof(form, { params: { digits }, local }) {
    const code = form['code'].value;
    local.edited = false;
    return code.length === digits ? { code } : 'length';
  },
};
