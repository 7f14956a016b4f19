import { html, nothing } from 'lit/html.js';
import { fill } from '../words.js';
import type { ViewContext } from './context.js';
import { linkList } from './links.js';

/** The contacts for help. The verifier decides which there are. */
export function contacts({ words, help }: ViewContext) {
  const { phone: label, ...pages } = words.further.help;
  return help
    ? html`${
        help.phone
          ? html`<a part="link" href=${`tel:${help.phone}`} .textContent=${fill(label, { address: help.phone })}></a>`
          : nothing
      }${linkList(words, help, pages)}`
    : html`<p .textContent=${words.further.noHelp}></p>`;
}
