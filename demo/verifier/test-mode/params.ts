import { createHash } from 'node:crypto';
import type { Help, MethodId, Params } from 'mo-otp-gate/contract';
import { codes } from '../crypto/totp.js';

/** A domain for examples (RFC 2606 §3): links that lead nowhere. */
const example = 'https://example.org';
/** Made-up contacts, so that a gate shows all that it can show. */
export const help: Help = { phone: '02-0000-0000', guide: `${example}/guide`, chat: `${example}/chat` };
const work = { salt: 'test', number: 7 };

/** The constant `params` of each method in test mode; `page` is the URL of the page in place of a provider's. */
export const params = (page: string): { [Id in MethodId]: Params<Id> } => ({
  motp: {
    ...codes,
    apps: { android: `${example}/android`, ios: `${example}/ios`, web: `${example}/app` },
  },
  // a browser that registers now, with a public key
  'web-otp': {
    state: 'enrol',
    ...codes,
    device: 'test',
    key: Buffer.from('mo-otp-gate-testmode').toString('base64url'),
  },
  captcha: {
    kind: 'work',
    algorithm: 'SHA-256',
    challenge: createHash('sha256').update(`${work.salt}${work.number}`).digest('hex'),
    salt: work.salt,
    signature: 'test',
    maxNumber: 100,
  },
  phone: { url: page, redirect: page },
  ipin: { url: page, redirect: page },
});
