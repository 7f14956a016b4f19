import type { Learner, MethodId } from 'mo-otp-gate/contract';
import type { MethodEffect } from '../domain/gatekeeper.js';
import type { Policy } from '../domain/policy.js';
import type { Session } from '../domain/model.js';
import type { Method } from './method.js';

/** The ways to verify that this verifier has. */
export type Methods = { [id in MethodId]?: Method };

/** The ways that this learner can pass. */
export const availableMethods = (learner: Learner, all: Methods): Methods =>
  Object.fromEntries(Object.entries(all).filter(([, { isAvailableTo: suits }]) => suits?.(learner) ?? true));

/** What verifies this check of the session, first the method to start with: what the policy lists, the verifier has and the site wants. */
export function offers(
  { methods: listed }: Policy,
  have: Methods,
  { methods: wanted, due, position }: Pick<Session, 'methods' | 'due' | 'position'>,
): MethodId[] {
  const checkpoint = due[position];
  return checkpoint ? listed[checkpoint.kind].filter((id) => have[id] && (wanted?.includes(id) ?? true)) : [];
}

/** The ways out of a lock. A site cannot leave these out: nobody must be locked in. */
export const unlockMethods = ({ unlocking: { methods } }: Policy, have: Methods): MethodId[] =>
  methods.filter((id) => have[id]);

/** What passing a method is worth to this check of the session. */
export const methodEffect = (policy: Policy, have: Methods, session: Session, method: MethodId): MethodEffect => ({
  verifies: offers(policy, have, session).includes(method),
  ...(unlockMethods(policy, have).includes(method) && { unlocks: policy.unlocking.effect }),
});
