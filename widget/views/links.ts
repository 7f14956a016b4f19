import { html, nothing } from 'lit/html.js';

/** Links that lead out of the gate into a window of their own. Whatever the verifier says, no `javascript:` gets into one. */
export const links = (addresses: { [name: string]: string | undefined } = {}, labels: { [name: string]: string }) =>
  Object.keys(labels).map((name) => {
    const address = addresses[name];
    return address && /^https?:/.test(address)
      ? html`<a part="link" href=${address} target="_blank" rel="noopener">${labels[name]}</a>`
      : nothing;
  });
