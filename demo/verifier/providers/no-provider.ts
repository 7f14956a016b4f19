import type { IdentityProvider } from './provider.js';

const refuse = () => Promise.reject(new Error('There is no identity provider.'));

/** In place of an identity provider where there is none: it offers no check. */
export const noProvider: IdentityProvider = { name: 'none', kinds: [], start: refuse, finish: refuse };
