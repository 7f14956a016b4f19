import type { Reach } from '../../http/pages/pages.js';

/** Captchas that others run, by what their documentation says of them. */
export interface CaptchaService {
  script: string;
  /** What it loads and reaches. */
  reach: Reach;
  /** The class of the element that its script fills. */
  element: string;
  /** The field in which its script puts the answer. */
  field: string;
  /** Where a server asks whether an answer is right. */
  verify: string;
}

const cloudflare = ['https://challenges.cloudflare.com'];
const hcaptcha = ['https://hcaptcha.com', 'https://*.hcaptcha.com'];

export const services = {
  /** developers.cloudflare.com/turnstile: "Embed the widget" (implicit rendering), "Validate the token", "Content Security Policy". */
  turnstile: {
    script: 'https://challenges.cloudflare.com/turnstile/v0/api.js',
    reach: { scripts: cloudflare, frames: cloudflare },
    element: 'cf-turnstile',
    field: 'cf-turnstile-response',
    verify: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
  },
  /** docs.hcaptcha.com: "Developer Guide"; its "Content-Security-Policy Settings" ask not to name single subdomains. */
  hcaptcha: {
    script: 'https://js.hcaptcha.com/1/api.js',
    reach: { scripts: hcaptcha, frames: hcaptcha, styles: hcaptcha, connections: hcaptcha },
    element: 'h-captcha',
    field: 'h-captcha-response',
    verify: 'https://api.hcaptcha.com/siteverify',
  },
} satisfies Record<string, CaptchaService>;

export type ServiceName = keyof typeof services;
