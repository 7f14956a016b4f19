import { limits } from '../domain/limits.js';
import type { Challenge } from '../domain/model.js';
import type { IdentityKind } from './provider.js';

/** One challenge sends its learner to a provider ten times, and as long as it lasts no more. Milliseconds. */
export const startLimit = { burst: 10, interval: limits.challenge * 1000 } as const;

/** What a challenge asks of a provider; a browser that is to be registered takes a phone check too. */
export const kindOf = ({ method }: Pick<Challenge, 'method'>): IdentityKind => (method === 'ipin' ? 'ipin' : 'phone');
