import { html, nothing } from 'lit/html.js';
import { fill } from '../words.js';
import type { ViewContext } from './context.js';
import { links } from './links.js';

/** The contacts for help, always last on every screen (WCAG 2.2, 3.2.6). The verifier decides which there are. */
export function help({ words, help: contacts = {} }: ViewContext) {
  const { phone: label, ...pages } = words.help;
  const { phone } = contacts;
  return html`${phone ? html`<a part="link" href="tel:${phone}">${fill(label, { address: phone })}</a>` : nothing}
  ${links(contacts, pages)}`;
}
