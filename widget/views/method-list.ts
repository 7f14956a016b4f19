import { html } from 'lit/html.js';
import type { ViewContext } from './context.js';

/** A list of buttons that choose a method. The first one may be the main button of its screen. */
export const methodButtons = ({ words, send }: ViewContext, ids: string[], first: 'submit' | 'other' = 'other') =>
  ids.map(
    (method, at) =>
      html`<button
        part=${at ? 'other' : first}
        type="button"
        .textContent=${words.further.method[method as 'motp']}
        @click=${() => send({ type: 'choose', method })}
      ></button>`,
  );
