import { html } from 'lit/html.js';
import { methods } from '../methods/index.js';
import type { Context } from './context.js';

/** The ways that this gate knows out of those that a verifier offers. */
export const knownMethods = (offers: string[]) => offers.filter((offer) => methods[offer]);

/** Ways to verify as one list of buttons. */
export const methodButtons = ({ words, send }: Context, ids: string[]) =>
  ids.map(
    (method) =>
      html`<button part="other" type="button" @click=${() => send({ type: 'choose', method })}>
        ${words.method[method as 'motp']}
      </button>`,
  );
