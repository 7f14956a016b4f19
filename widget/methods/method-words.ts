import type { korean as captcha } from './captcha/words.js';
import type { IdentityWords } from './phone/words.js';
import type { korean as webOtp } from './web-otp/words.js';

/** The words of each method that has its own, by the method's name on the wire. */
export interface MethodWords {
  phone: IdentityWords;
  ipin: IdentityWords;
  'web-otp': typeof webOtp;
  captcha: typeof captcha;
}
