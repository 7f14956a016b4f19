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
  /* as high as the cells; WebKit rounds a line's height down */
  .row .large {
    width: 100%;
    height: 1.5em;
    font-size: 2.2em;
    text-align: center;
  }
  /* below a lone button: as far from the lower edge as from the sides; 6 % of the dialog are 6.8182 % of its body */
  .body > footer p {
    padding: 0.5em 0 calc(min(1.5em, 6.8182%) - 0.5em);
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
