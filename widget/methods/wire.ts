import * as captcha from './captcha/wire.js';
import * as ipin from './ipin/wire.js';
import * as motp from './motp/wire.js';
import * as phone from './phone/wire.js';
import * as webOtp from './web-otp/wire.js';

/** Every method, with the schemas of its `params` (verifier → gate) and its `proof` (gate → verifier). */
export const methods = { motp, 'web-otp': webOtp, captcha, phone, ipin };

/** The name of a method that this version knows. */
export type MethodId = keyof typeof methods;
