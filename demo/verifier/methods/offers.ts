import type { Learner, MethodId } from 'mo-otp-gate/contract';
import type { MethodEffect } from '../domain/gatekeeper.js';
import type { Policy } from '../domain/policy.js';
import type { Session } from '../domain/model.js';
import type { Method, SessionRef } from './method.js';

/** The verification methods of this verifier. */
export type Methods = { [id in MethodId]?: Method };

/** The methods that are available to this learner. */
export const availableMethods = (learner: Learner, all: Methods): Methods =>
  Object.fromEntries(Object.entries(all).filter(([, { isAvailableTo: suits }]) => suits?.(learner) ?? true));

/** The methods without those that require, for this learner, another one that is off (`isOff`). */
export async function withoutBlocked(
  methods: Methods,
  session: SessionRef,
  isOff: (method: string) => boolean,
): Promise<Methods> {
  const kept = await Promise.all(
    Object.entries(methods).map(async (entry) => {
      const { requires } = entry[1];
      return requires && isOff(requires.method) && (await requires.isNeeded(session)) ? [] : [entry];
    }),
  );
  return Object.fromEntries(kept.flat());
}

/**
 * The methods that verify the session's current check, the default first: listed by the policy, available, and not
 * excluded by the site.
 */
export function offers(
  { methods: listed }: Policy,
  have: Methods,
  { methods: wanted, due, position }: Pick<Session, 'methods' | 'due' | 'position'>,
): MethodId[] {
  const checkpoint = due[position];
  return checkpoint ? listed[checkpoint.kind].filter((id) => have[id] && (wanted?.includes(id) ?? true)) : [];
}

/** The methods that unlock. A site cannot exclude them, so that no learner stays locked. */
export const unlockMethods = ({ unlocking: { methods } }: Policy, have: Methods): MethodId[] =>
  methods.filter((id) => have[id]);

/** The effect of passing a method on the session's current check. */
export const methodEffect = (policy: Policy, have: Methods, session: Session, method: MethodId): MethodEffect => ({
  verifies: offers(policy, have, session).includes(method),
  ...(unlockMethods(policy, have).includes(method) && { unlocks: policy.unlocking.effect }),
});
