import { html } from 'lit';
import { secondsToNextCode } from '../../step.js';
import { codeField } from '../../views/code-field.js';
import { fill } from '../../words.js';
import type { Method } from '../method.js';

/** The six digits of the phone app (manual: open the app, type its number, 60 seconds each). */
export const motp: Method = {
  view(context) {
    const { words, state: { asked }, now } = context;
    const seconds = secondsToNextCode(asked, now);
    // a countdown that speaks every second drowns everything else: twice a minute is enough
    const spoken = seconds > 30 ? 0 : seconds > 10 ? 30 : 10;
    return html`
      <p>${words.openApp}</p>
      ${codeField(context, asked.challenge.params.digits)}
      <p part="countdown" role="timer" aria-live="off">${fill(words.countdown, { seconds })}</p>
      <p class="unseen" role="status">${spoken ? fill(words.countdown, { seconds: spoken }) : ''}</p>
    `;
  },
  proof(form, { state: { asked } }) {
    const code = form['code'].value;
    return code.length === asked.challenge.params.digits ? { code } : undefined;
  },
};
