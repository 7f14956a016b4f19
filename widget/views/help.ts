import { html, nothing } from 'lit/html.js';
import { fill } from '../words.js';
import type { Context } from './context.js';
import { links } from './links.js';

/** Always the last thing in the gate, on every screen (WCAG 2.2, 3.2.6). Which ways exist is the verifier's to say. */
export function help({ words, help: ways = {} }: Context) {
  const { phone: label, ...pages } = words.help;
  const { phone } = ways;
  return html`${phone ? html`<a part="link" href="tel:${phone}">${fill(label, { address: phone })}</a>` : nothing}${links(ways, pages)}`;
}
