import type { Reach } from '../../http/pages/pages.js';

/** External captcha services, as documented. */
export interface CaptchaService {
  script: string;
  /** Hosts for the content security policy. */
  reach: Reach;
  /** The class of the element that its script renders into. */
  element: string;
  /** The form field that its script writes the answer to. */
  field: string;
  /** The endpoint that verifies an answer. */
  verify: string;
}

const cloudflare = ['https://challenges.cloudflare.com'];
const hcaptcha = ['https://hcaptcha.com', 'https://*.hcaptcha.com'];

export const services = {
  /**
   * developers.cloudflare.com/turnstile: "Embed the widget" (implicit rendering), "Validate the token", "Content
   * Security Policy".
   */
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
