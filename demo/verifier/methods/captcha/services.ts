/** Captchas that others run, by what their documentation says of them. */
export interface CaptchaService {
  script: string;
  /** Where its script, frames and styles come from. */
  hosts: string[];
  /** The class of the element that its script fills. */
  element: string;
  /** The field in which its script puts the answer. */
  field: string;
  /** Where a server asks whether an answer is right. */
  verify: string;
}

export const services = {
  turnstile: {
    script: 'https://challenges.cloudflare.com/turnstile/v0/api.js',
    hosts: ['https://challenges.cloudflare.com'],
    element: 'cf-turnstile',
    field: 'cf-turnstile-response',
    verify: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
  },
  hcaptcha: {
    script: 'https://js.hcaptcha.com/1/api.js',
    hosts: ['https://hcaptcha.com', 'https://*.hcaptcha.com'],
    element: 'h-captcha',
    field: 'h-captcha-response',
    verify: 'https://api.hcaptcha.com/siteverify',
  },
} satisfies Record<string, CaptchaService>;

export type ServiceName = keyof typeof services;
