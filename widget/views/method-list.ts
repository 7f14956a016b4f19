import { html } from 'lit/html.js';
import { methods } from '../methods/index.js';
import type { ViewContext } from './context.js';

/** The offered methods that this gate knows. */
export const knownMethods = (offers: string[]) => offers.filter((offer) => methods[offer]);

/** A list of buttons that choose a method. */
export const methodButtons = ({ words, send }: ViewContext, ids: string[]) =>
  ids.map(
    (method) =>
      html`<button part="other" type="button" @click=${() => send({ type: 'choose', method })}>
        ${words.method[method as 'motp']}
      </button>`,
  );
