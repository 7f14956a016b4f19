import type { MethodId } from 'mo-otp-gate/contract';
import type { Method } from './method.js';
import type { MotpAuthority } from '../authorities/authority.js';
import { motp } from './motp.js';

/** Every way to verify that this verifier has, in the order in which they are offered. */
export type Methods = Record<MethodId, Method>;

export const methods = (authority: MotpAuthority): Methods => ({ motp: motp(authority) }) as Methods;

/** The methods' names, first the one to start with. */
export const offers = (all: Methods): MethodId[] => Object.keys(all) as MethodId[];

/** The ways out of a lock. */
export const unlocking = (all: Methods): MethodId[] => offers(all).filter((id) => all[id].unlocks);
