import { limits } from '../domain/limits.js';
import type { Challenge } from '../domain/model.js';
import type { IdentityKind } from './provider.js';

/** At most ten provider checks in the lifetime of a challenge (milliseconds). */
export const startLimit = { burst: 10, interval: limits.challenge * 1000 } as const;

/** The identity check of a challenge; registering a browser takes a phone check. */
export const kindOf = ({ method }: Pick<Challenge, 'method'>): IdentityKind => (method === 'ipin' ? 'ipin' : 'phone');
