import { html, nothing } from 'lit/html.js';
import type { Params } from '../../contract.js';
import { notice } from '../../views/notice.js';
import { fill } from '../../words.js';
import { loadMethodWords } from '../load-words.js';
import type { Method } from '../method.js';
import { solve, type Progress } from './work.js';
import { korean } from './words.js';

/**
 * A proof of work that the learner's device does by itself, or a captcha on a page of the verifier's. Starts when the
 * learner presses the button.
 */
export const method: Method<Params<'captcha'>, typeof korean, Progress> = {
  kind: () => 'task',
  words: (lang) => loadMethodWords('captcha', lang, korean),
  sampleParams: (params) =>
    params.kind === 'page'
      ? { url: '', height: 0 }
      : { kind: '', challenge: '', salt: '', signature: '', maxNumber: 0 },
  prepare: async () => ({ tried: 0 }),
  view(context) {
    const { state, params, local, methodWords: words } = context;
    const checking = state.phase === 'checking';
    if (params.kind === 'work')
      return html`
        <p .textContent=${checking ? '' : words.explain}></p>
        <p part="progress" role="status" .textContent=${checking ? words.working : ''}></p>
        <p
          part="hint"
          .textContent=${checking ? fill(words.progress, { percent: Math.floor((local.tried / params.maxNumber) * 100) }) : ''}
        ></p>
        ${notice(context)}
      `;
    return html`
      <p .textContent=${checking ? '' : words.explainPage}></p>
      <p part="progress" role="status" .textContent=${checking ? words.page : ''}></p>
      ${
        checking && /^https?:/.test(params.url)
          ? html`<iframe
              part="frame"
              title=${words.frame}
              src=${params.url}
              width="100%"
              height=${params.height}
              frameborder="0"
              sandbox="allow-scripts allow-same-origin allow-forms allow-popups"
              referrerpolicy="no-referrer"
              @load=${(event: Event) => (event.target as HTMLElement).focus()}
            ></iframe>`
          : nothing
      }
      ${notice(context)}
    `;
  },
  button: ({ state: { phase }, methodWords }) => (phase === 'answering' ? methodWords.start : undefined),
  proof: (_form, { params, local }) =>
    params.kind === 'page' ? {} : async ({ signal }) => ({ payload: await solve(params, local, signal) }),
};
