import { css } from './css.js';

/** The styles of what goes beyond the first screen, behind those of the gate. */
export const styles = css`
  output,
  .large {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  output {
    display: block;
    font-size: 2em;
    letter-spacing: 0.2em;
  }
  .row .large {
    width: 100%;
    font-size: 2.25em;
    text-align: center;
  }
  [aria-invalid='true'] + span {
    --_accent: var(--mo-otp-danger, #d93025);
  }
  [aria-invalid='true'] + span i {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 12%, var(--_surface));
  }
  a {
    display: inline-flex;
    align-items: center;
    min-width: 2.75em;
    min-height: 2.75em;
    margin-inline-end: 1em;
    font: inherit;
    color: inherit;
  }
  /* a link where the check goes on in this window */
  a[part='submit'] {
    justify-content: center;
    text-decoration: none;
  }
  [part='other'],
  [part='cancel'] {
    width: 100%;
    margin-bottom: 0.5em;
  }
  [open] > summary::after {
    transform: rotate(-135deg);
  }
`;
