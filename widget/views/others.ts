import { html, nothing } from 'lit';
import { methods } from '../methods/index.js';
import type { Context } from './context.js';

/** Ways to verify as one list of buttons; a way that this gate does not know is not shown. */
export function others({ words, send }: Context, offers: string[], title: string) {
  const known = offers.filter((offer) => methods[offer]);
  return known.length > 0
    ? html`<p part="others">${title}</p>
        ${known.map((method) => html`<button part="other" @click=${() => send({ type: 'choose', method })}>${words.method[method as 'motp']}</button>`)}`
    : nothing;
}
