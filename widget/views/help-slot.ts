import { html } from 'lit/html.js';
import type { ViewContext } from './context.js';

/** The place of help, always last on every screen (WCAG 2.2, 3.2.6), with the page's own content or the verifier's. */
export const helpSlot = (context: ViewContext) =>
  html`<footer part="help"><slot name="help">${context.further?.contacts(context)}</slot></footer>`;
