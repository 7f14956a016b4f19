import { html, nothing } from 'lit/html.js';
import type { Params } from '../../contract.js';
import { clockIsOff, secondsToNextCode } from '../../step.js';
import { codeField, type CodeFieldState } from '../../views/code-field.js';
import { links } from '../../views/links.js';
import { fill } from '../../words.js';
import type { Method } from '../method.js';
import type { BaseMethodWords } from '../proof.js';

/** The six digits of the phone app (manual: open the app, type its number, 60 seconds each). */
export const motp: Method<Params<'motp'>, BaseMethodWords, CodeFieldState> = {
  kind: () => 'code',
  sampleParams: () => ({ digits: 0, period: 0 }),
  prepare: async () => ({ mayComplete: true }),
  view(context) {
    const {
      words,
      state: { issued },
      params: { digits },
      now,
    } = context;
    const seconds = secondsToNextCode(issued, now);
    // announced twice a minute: a countdown that is read every second drowns everything else
    const announced = seconds > 30 ? 0 : seconds > 10 ? 30 : 10;
    const {
      checkpoint: { step },
      learner: { name, phone },
    } = issued.challenge;
    return html`
      ${name || phone ? html`<p part="hint">${words.sameAsApp}</p>` : nothing}
      <ol>
        <li>${words.openApp}</li>
        <li>${fill(words.typeCode, { digits })}</li>
      </ol>
      ${step && step.n > 1 ? html`<p part="hint">${words.nextCode}</p>` : nothing}
      ${clockIsOff(issued) ? html`<p part="hint">${words.abroad} ${words.clock}</p>` : nothing}
      <p part="countdown" role="timer">${fill(words.countdown, { seconds })}</p>
      <p class="visually-hidden" role="status">${announced ? fill(words.countdown, { seconds: announced }) : ''}</p>
      ${codeField(context, digits)}
    `;
  },
  below: ({ words, params: { apps } }) =>
    apps &&
    html`<details part="no-app">
      <summary>${words.noApp}</summary>
      ${links(apps, words.app)}
    </details>`,
  proof(form, { params: { digits } }) {
    const code = form['code'].value;
    return code.length === digits ? { code } : 'length';
  },
};
