import { css } from './css.js';

/**
 * System colours follow the page's `color-scheme` in every browser; accent, danger, success and lines stand out from
 * white and from black alike (3:1 and more), and words are never written in them. Sizes are in `em` of the gate's own
 * font size, so that a page's 62.5 % root changes nothing, while a learner's larger text does.
 * A Korean font is named behind `system-ui`, or the browser looks for one character by character.
 */
export const styles = css`
  :host {
    --_accent: var(--mo-otp-accent, #1a6fe0);
    --_surface: var(--mo-otp-surface, Canvas);
    --_radius: var(--mo-otp-radius, 0.625em);
    --_font: var(--mo-otp-font, system-ui, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', 'Noto Sans CJK KR');
    --_side: min(1.5em, 6%);
  }
  /* shows the dialog of a host that the page's rules hide: a modal takes no room in the page */
  :host(:not([mode='inline'])) {
    display: contents !important;
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
    border: 1px solid #8886;
    border-radius: calc(var(--_radius) * 1.6);
    color: var(--mo-otp-text, CanvasText);
    background: var(--_surface);
    font: calc(max(16px, 1rem) * var(--_zoom, 1)) / 1.5 var(--_font);
    word-break: keep-all;
    overflow-wrap: anywhere;
    text-wrap: pretty;
  }
  :lang(zh) {
    word-break: normal;
  }
  :host(:not([mode='inline'])) dialog {
    /* hangs from the top, so that a notice that comes makes it longer and moves nothing above */
    --_top: min(6vh, 4em);
    --_height: calc(100% - var(--_top) - 0.5em);
    position: fixed;
    inset: 0;
    margin: var(--_top) auto auto;
    width: calc(100% - 1em);
    height: fit-content;
    max-height: var(--_height);
    overflow: auto;
    overscroll-behavior: contain;
    scroll-padding: 4em 0;
    box-shadow: 0 0.5em 2.5em #0004;
  }
  dialog:not([open]),
  p:empty:not([role]),
  .verified [part='countdown'] {
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

  header,
  summary,
  [part='step'],
  [part='learner'],
  [part='cells'],
  [part='cells'] b,
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.5em;
  }
  header {
    align-items: center;
    position: sticky;
    top: 0;
    z-index: 2;
    padding: 0.75em var(--_side) 0.25em;
    border-top-left-radius: inherit;
    border-top-right-radius: inherit;
    background: var(--_surface);
  }
  [name='brand'] {
    display: block;
    width: 100%;
  }
  h2 {
    flex: 1;
    font-size: 1.25em;
    padding-block: 0.45em;
    line-height: 1.3;
  }
  .body {
    padding: 0 var(--_side) 0.5em;
  }
  b,
  i,
  label,
  .soon,
  [part='submit'],
  [part='status'] {
    font-weight: 600;
  }
  i,
  [part='countdown'] {
    font-variant-numeric: tabular-nums;
  }
  [part='step'] b {
    width: 0.5em;
    height: 0.5em;
    border: 1px solid #888;
    border-radius: 50%;
  }
  .done {
    background: var(--_accent);
  }
  .row {
    justify-content: space-between;
    margin: 1em 0 0.5em;
  }
  [part='hint'],
  [part='countdown'] {
    font-size: 0.875em;
  }

  [part='field'] {
    position: relative;
    overflow: hidden;
    overflow: clip;
    direction: ltr;
  }
  [part='cells'] {
    position: relative;
    gap: 0.375em 0.75em;
    pointer-events: none;
  }
  [part='cells'] b {
    flex: 1;
    flex-wrap: nowrap;
    gap: 0.375em;
  }
  i {
    flex: 1;
    min-width: 1.6em;
    border: 1px solid #888;
    border-radius: var(--_radius);
    background: var(--_surface);
    font-size: 1.375em;
    font-style: normal;
    line-height: 2.4;
    height: 2.4em;
    text-align: center;
  }
  .verified i,
  :focus + span .current {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 12%, var(--_surface));
  }
  :focus + span .current {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
  .verified span {
    --_accent: var(--mo-otp-success, #1a8f4a);
  }
  .checking i,
  [aria-disabled='true'] {
    opacity: 0.6;
  }
  input {
    all: unset;
    position: absolute;
    inset: 0;
    /* one cell more, so that the caret after the last digit scrolls nothing */
    width: 130%;
    height: 100%;
    white-space: pre;
    forced-color-adjust: none;
  }
  input,
  input::selection {
    color: transparent;
    background: none;
    caret-color: transparent;
  }

  button,
  summary {
    min-width: 2.75em;
    min-height: 2.75em;
    font: inherit;
    color: inherit;
    cursor: pointer;
  }
  button {
    padding: 0.5em 1em;
    border: 1px solid #888;
    border-radius: var(--_radius);
    background: none;
  }
  :focus-visible:not(input, dialog) {
    outline: 3px solid var(--_accent);
    outline-offset: 1px;
  }
  dialog:focus {
    outline: none;
  }
  /* in view, however long the screen is; in a page's flow it would cover what is above it */
  :host(:not([mode='inline'])) [part='submit'] {
    position: sticky;
    bottom: 0.5em;
    z-index: 1;
  }
  [part='submit'] {
    width: 100%;
    min-height: 52px;
    margin-bottom: 0.5em;
    border-color: transparent;
    border-radius: var(--_radius);
    color: var(--mo-otp-on-accent, #fff);
    background: var(--_accent);
  }
  [part='close'] {
    position: relative;
    margin-inline-end: -12px;
    border: 0;
  }
  [part='close']::before,
  [part='close']::after,
  summary::after,
  .verified [part='status']::before {
    content: '';
    width: 0.5em;
    height: 0.5em;
    border: solid;
    border-width: 0 0.125em 0.125em 0;
    transform: rotate(45deg);
  }
  [part='close']::before,
  [part='close']::after {
    position: absolute;
    inset: 0;
    margin: auto;
    width: 1.25em;
    height: 0;
  }
  [part='close']::after {
    transform: rotate(-45deg);
  }
  summary::after {
    flex: none;
    margin: 0.25em;
  }

  /* a notice has its room before it comes */
  .room {
    min-height: 4.75em;
    padding-top: 0.5em;
  }
  [part='notice']:not(:empty) {
    margin-bottom: 0.75em;
    padding-inline-start: 0.75em;
    border-inline-start: 0.25em solid var(--mo-otp-danger, #d93025);
  }
  .verified [part='status']::before {
    display: inline-block;
    width: 0.4em;
    height: 0.75em;
    margin: 0 0.5em 0 0.25em;
    border-width: 0 0.2em 0.2em 0;
    border-color: var(--mo-otp-success, #1a8f4a);
  }

  details {
    border-top: 1px solid #8884;
  }
  form > p {
    margin-bottom: 0.75em;
  }
  summary {
    margin-bottom: 0.5em;
    align-items: center;
    justify-content: space-between;
    flex-wrap: nowrap;
  }

  .skeleton {
    height: 19.25em;
    /* the learner, the label, the cells, the button */
    background:
      linear-gradient(#8883 0 0) 0 0 / 50% 1.25em,
      linear-gradient(#8883 0 0) 0 2.5em / 60% 1.25em,
      linear-gradient(#8883 0 0) 0 4.5em / 100% 3.25em,
      linear-gradient(#8883 0 0) 0 12.5em / 100% 3.25em;
    background-repeat: no-repeat;
  }
`;
