import { html, nothing } from 'lit';
import type { Help } from '../contract.js';
import { fill } from '../words.js';
import type { Context } from './context.js';

/** Always the last thing in the gate, on every screen (WCAG 2.2, 3.2.6). Which ways exist is the verifier's to say. */
export function help({ words }: Context, { phone, ...pages }: Help = {}) {
  return html`
    ${phone ? html`<a href="tel:${phone}">${fill(words.helpPhone, { phone })}</a>` : nothing}
    ${(['remote', 'chat', 'guide', 'manual'] as const).map((page) =>
      // whatever the verifier says, no `javascript:` gets into a link
      /^https?:/.test(pages[page] ?? '') ? html`<a href=${pages[page]!} target="_blank" rel="noopener">${words.help[page]}</a>` : nothing)}
  `;
}
