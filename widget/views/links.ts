import { html, nothing } from 'lit/html.js';
import type { Words } from '../words.js';

/** Links that open in a new window. `javascript:` addresses are dropped, whatever the verifier sends. */
export const linkList = (
  { further: { newWindow } }: Words,
  addresses: { [name: string]: string | undefined },
  labels: { [name: string]: string },
) =>
  Object.keys(labels).map((name) => {
    const address = addresses[name];
    return address && /^https?:/.test(address)
      ? html`<a part="link" href=${address} target="_blank" rel="noopener"
          ><span .textContent=${labels[name]}></span
          ><span class="visually-hidden" .textContent=${` (${newWindow})`}></span
        ></a>`
      : nothing;
  });
