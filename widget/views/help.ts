import { html, nothing } from 'lit/html.js';
import { fill } from '../words.js';
import type { ViewContext } from './context.js';
import { links } from './links.js';

/** The contacts for help. The verifier decides which there are. */
export function help({ words, help: contacts }: ViewContext) {
  const { phone: label, ...pages } = words.further.help;
  return contacts
    ? html`${
        contacts.phone
          ? html`<a
              part="link"
              href=${`tel:${contacts.phone}`}
              .textContent=${fill(label, { address: contacts.phone })}
            ></a>`
          : nothing
      }${links(words, contacts, pages)}`
    : words.further.noHelp;
}
