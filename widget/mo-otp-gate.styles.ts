import { css } from 'lit';

/**
 * Colours follow the page's `color-scheme`: system colours where they do, `light-dark()` for the rest (light where a browser lacks it).
 * Sizes are in `em` of the gate's own font size, so that a page's 62.5 % root changes nothing, while a learner's larger text does.
 */
export const styles = css`
  :host {
    --_accent: var(--mo-otp-accent, #0b57d0);
    --_on-accent: var(--mo-otp-on-accent, #fff);
    --_danger: var(--mo-otp-danger, #b3261e);
    --_radius: var(--mo-otp-radius, 0.5em);
  }
  @supports (color: light-dark(red, red)) {
    :host {
      --_accent: var(--mo-otp-accent, light-dark(#0b57d0, #a8c7fa));
      --_on-accent: var(--mo-otp-on-accent, light-dark(#fff, #062e6f));
      --_danger: var(--mo-otp-danger, light-dark(#b3261e, #ffb4ab));
    }
  }
  dialog, section {
    all: initial;
    direction: inherit;
    color-scheme: inherit;
    box-sizing: border-box;
    width: 100%;
    max-width: 26em;
    padding: 1.25em;
    border: 1px solid;
    border-radius: calc(var(--_radius) * 2);
    color: var(--mo-otp-text, CanvasText);
    background: var(--mo-otp-surface, Canvas);
    font: max(16px, 1rem) / 1.5 var(--mo-otp-font, system-ui, sans-serif);
    word-break: keep-all;
    overflow-wrap: anywhere;
  }
  section {
    display: block;
  }
  dialog[open] {
    display: block;
    position: fixed;
    inset: 0;
    margin: auto;
    width: calc(100% - 1em);
    height: fit-content;
    max-height: calc(100% - 1em);
    overflow: auto;
    overscroll-behavior: contain;
  }
  dialog:not([open]), p:empty:not([role]) {
    display: none;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.5);
  }
  .unseen {
    position: absolute;
    clip-path: inset(50%);
  }

  h2, h3, p, dl, dd {
    margin: 0;
    padding: 0;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
  }
  slot[name='brand'], [part='step'] {
    display: block;
    width: 100%;
  }
  h2 {
    flex: 1;
    font-size: 1.25em;
  }
  h3, label, dd, [part='step'], [part='notice'] {
    font-size: 1em;
    font-weight: 600;
  }
  [part='learner'] {
    margin: 0.75em 0 0.25em;
    padding: 0.5em 0.75em;
    border: 1px solid;
    border-radius: var(--_radius);
  }
  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 1em;
  }

  [part='field'] {
    --_cell: clamp(2.25em, 12vw, 3em);
    --_pitch: calc(var(--_cell) + 0.375em);
    position: relative;
    width: calc(6 * var(--_pitch));
    height: 3.5em;
    margin: 0.5em 0;
    clip-path: inset(0);
    direction: ltr;
  }
  [part='cells'] {
    display: flex;
    gap: 0.375em;
    height: 100%;
  }
  [part='cell'] {
    box-sizing: border-box;
    width: var(--_cell);
    border: 1px solid;
    border-radius: var(--_radius);
  }
  :focus-within > [part='cells'] > [part='cell'] {
    border: 2px solid var(--_accent);
  }
  input {
    all: unset;
    position: absolute;
    inset: 0;
    width: calc(7 * var(--_pitch));
    /* one digit in the middle of each cell: a pitch is the digit's own width and the space after it */
    padding-left: calc(var(--_cell) / 2 - 0.5ch);
    font: 600 1em ui-monospace, Menlo, Consolas, monospace;
    letter-spacing: calc(var(--_pitch) - 1ch);
    white-space: pre;
  }

  button, a {
    box-sizing: border-box;
    min-width: 44px;
    min-height: 44px;
    font: inherit;
    color: inherit;
  }
  a {
    display: inline-flex;
    align-items: center;
    margin-inline-end: 1em;
  }
  button {
    padding: 0.5em 1em;
    border: 1px solid;
    border-radius: var(--_radius);
    background: none;
    cursor: pointer;
  }
  :focus-visible:not(input) {
    outline: 3px solid var(--_accent);
    outline-offset: 2px;
  }
  [part='submit'], [part='other'] {
    width: 100%;
    margin-top: 0.75em;
  }
  [part='submit'] {
    padding: 0.75em;
    font-weight: 600;
    color: var(--_on-accent);
    background: var(--_accent);
  }
  [part='close'] {
    padding: 0;
    border: 0;
  }
  [part='close']::before {
    content: '\\2715';
  }
  [part='notice'] {
    color: var(--_danger);
  }
  h3, footer {
    margin-top: 1em;
  }
`;
