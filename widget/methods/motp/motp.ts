import { html } from 'lit';
import type { Params } from '../../contract.js';
import { secondsToNextCode } from '../../step.js';
import { codeField } from '../../views/code-field.js';
import { fill } from '../../words.js';
import type { Method } from '../method.js';

/** The six digits of the phone app (manual: open the app, type its number, 60 seconds each). */
export const motp: Method = {
  view(context) {
    const { words, state: { asked }, now } = context;
    const seconds = secondsToNextCode(asked, now);
    return html`
      <p>${words.openApp}</p>
      ${codeField(context, (asked.challenge.params as Params<'motp'>).digits)}
      <p part="countdown" role="timer">${fill(words.countdown, { seconds })}</p>
    `;
  },
  proof(form, { state: { asked } }) {
    const code = form['code'].value;
    return code.length === (asked.challenge.params as Params<'motp'>).digits ? { code } : undefined;
  },
};
