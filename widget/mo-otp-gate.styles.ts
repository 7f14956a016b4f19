import { css } from './css.js';

/**
 * System colours follow the page's `color-scheme` in every browser; accent and danger have a contrast of 3:1 and more
 * with white and with black, and text is never in these colours. Sizes are in `em` of the gate's own font size, so that
 * a page's 62.5 % root changes nothing, while a learner's larger text does.
 */
export const styles = css`
  :host {
    --_accent: var(--mo-otp-accent, #1a6fe0);
    --_radius: var(--mo-otp-radius, 0.5em);
    --_line: 1px solid #888c;
  }
  * {
    box-sizing: border-box;
    margin: 0;
  }
  dialog {
    all: initial;
    display: block;
    box-sizing: border-box;
    color-scheme: inherit;
    max-width: 26em;
    padding: 0.75em 1.25em;
    border: var(--_line);
    border-radius: calc(var(--_radius) * 2);
    color: var(--mo-otp-text, CanvasText);
    background: var(--mo-otp-surface, Canvas);
    font: max(16px, 1rem) / 1.5 var(--mo-otp-font, system-ui, sans-serif);
    word-break: keep-all;
    overflow-wrap: anywhere;
  }
  :host(:not([mode='inline'])) dialog {
    /* aligned to the top, so that a new notice extends it downwards and moves nothing above */
    --_top: min(4vh, 3em);
    position: fixed;
    inset: 0;
    margin: var(--_top) auto auto;
    width: calc(100% - 1em);
    height: fit-content;
    /* every screen is as high as the challenge's, so that title, field and help keep their places */
    --_height: calc(100% - var(--_top) - 0.5em);
    min-height: min(44em, var(--_height));
    max-height: var(--_height);
    overflow: auto;
    overscroll-behavior: contain;
    box-shadow: 0 0.5em 2.5em #0004;
  }
  dialog:not([open]),
  p:empty:not([role]) {
    display: none;
  }
  dialog::backdrop {
    background: #0008;
  }
  .visually-hidden {
    position: absolute;
    clip-path: inset(50%);
    width: 1px;
    overflow: hidden;
    white-space: nowrap;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
  }
  [name='brand'],
  [part='step'] {
    display: block;
    width: 100%;
  }
  h2 {
    flex: 1;
    font-size: 1.25em;
  }
  label,
  dd,
  summary,
  [part='step'],
  [part='notice'],
  [part='status'] {
    font-weight: 600;
  }
  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 0.75em;
    margin: 0.75em 0 0.5em;
    padding: 0.75em;
    border: var(--_line);
    border-radius: var(--_radius);
  }
  ol {
    margin: 0.5em 0;
    padding-inline-start: 1.25em;
  }
  [part='hint'],
  [part='countdown'],
  [part='purpose'] {
    font-size: 0.875em;
  }

  label {
    display: block;
    margin-top: 0.5em;
  }
  form {
    container-type: inline-size;
  }
  /* all in em of one font size that shrinks with the number of digits on narrow screens: cells of 1.6, gaps of 0.25 */
  [part='field'] {
    --_room: 76vw;
    position: relative;
    width: fit-content;
    margin: 0.25em 0;
    overflow: hidden;
    overflow: clip;
    direction: ltr;
    font:
      600 min(2em, var(--_room) / (var(--_digits) * 1.85)) / 1 ui-monospace,
      Menlo,
      Consolas,
      monospace;
  }
  @supports (width: 1cqi) {
    [part='field'] {
      --_room: 100cqi;
    }
  }
  span {
    display: flex;
    gap: 0.25em;
  }
  i {
    width: 1.6em;
    height: 1.9em;
    border: 1px solid;
    border-radius: calc(var(--_radius) / 2);
  }
  :focus-within > span > i {
    border: 2px solid var(--_accent);
  }
  input {
    all: unset;
    box-sizing: border-box;
    position: absolute;
    inset: 0;
    /* one cell more, so that the caret after the last digit scrolls nothing */
    width: calc(100% + 2.1em);
    height: 100%;
    /* each digit in the middle of its cell */
    padding-left: calc(0.8em - 0.5ch);
    letter-spacing: calc(1.85em - 1ch);
    white-space: pre;
    caret-color: var(--_accent);
  }
  /* the browser's own selection colour would hide the cells */
  ::selection {
    color: inherit;
    background: #8886;
  }
  @media (forced-colors: active) {
    input {
      /* the backplate behind text would cover the cells' borders */
      forced-color-adjust: none;
      color: CanvasText;
      caret-color: auto;
    }
  }

  output {
    display: block;
    font:
      600 2em / 2 ui-monospace,
      monospace;
    letter-spacing: 0.2em;
  }

  button,
  a,
  summary {
    min-width: 44px;
    min-height: 44px;
    font: inherit;
    color: inherit;
    cursor: pointer;
  }
  a {
    display: inline-flex;
    align-items: center;
    margin-inline-end: 1em;
  }
  summary {
    padding-block: 0.6em;
  }
  button {
    padding: 0.5em 1em;
    border: var(--_line);
    border-radius: var(--_radius);
    background: none;
  }
  :focus-visible:not(input) {
    outline: 3px solid var(--_accent);
    outline-offset: 2px;
  }
  [part='submit'],
  [part='other'],
  [part='cancel'] {
    width: 100%;
    margin: 0.75em 0 0;
  }
  /* a link where the check continues in this window */
  [part='submit'] {
    justify-content: center;
    text-align: center;
    border-radius: var(--_radius);
    text-decoration: none;
    padding: 0.75em;
    font-weight: 600;
    color: var(--mo-otp-on-accent, #fff);
    background: var(--_accent);
  }
  [part='close'] {
    margin-inline-end: -0.75em;
    padding: 0;
    border: 0;
  }
  [part='close']::before {
    content: '\\2715';
  }
  [part='notice']:not(:empty),
  .room::before {
    margin: 0.5em 0;
    padding-inline-start: 0.75em;
    border-inline-start: 0.25em solid var(--mo-otp-danger, #d93025);
  }
  /* the space of a long notice is reserved below the field; until then it shows the hint */
  .room {
    display: grid;
  }
  .room > *,
  .room::before {
    grid-area: 1 / 1;
  }
  .room::before {
    content: attr(data-longest);
    font-weight: 600;
    visibility: hidden;
  }
  [part='notice']:not(:empty) + [part='hint'] {
    visibility: hidden;
  }
  [part='status']:not(:empty) {
    margin: 1em 0;
  }
  :host(:state(verified)) [part='status']::before {
    content: '\\2713';
    display: block;
    font-size: 2em;
  }
  footer {
    position: sticky;
    top: 100%;
  }
`;
