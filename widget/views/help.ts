import { html, nothing } from 'lit';
import type { Help } from '../contract.js';
import { fill } from '../words.js';
import type { Context } from './context.js';

/** Always the last thing in the gate, on every screen (WCAG 2.2, 3.2.6). Which ways exist is the verifier's to say. */
export const help = ({ words }: Context, ways: Help = {}) =>
  Object.entries(ways as Record<string, string>).map(([way, address]) => {
    const label = words.help[way as keyof Help];
    const call = way === 'phone';
    // whatever the verifier says, no `javascript:` gets into a link
    return label && (call || /^https?:/.test(address))
      ? html`<a href=${call ? `tel:${address}` : address} target=${call ? nothing : '_blank'} rel="noopener">${fill(label, { address })}</a>`
      : nothing;
  });
