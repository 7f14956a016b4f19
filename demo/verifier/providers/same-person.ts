import type { Learner } from 'mo-otp-gate/contract';
import { comparableName, comparablePhone } from '../domain/learner.js';
import type { IdentityHash } from '../store/methods.js';
import type { Person } from './provider.js';

const digits = (date: string) => date.replace(/\D/g, '');

/**
 * Whether the person is the learner. The name must agree, nothing that both sides know may differ, and something beside the name must
 * agree: the phone number, the birth date, or an identifier that this learner had before.
 */
export function isSamePerson(
  learner: Learner,
  person: Person,
  ids: readonly IdentityHash[],
  known: readonly IdentityHash[],
): boolean {
  const agreements = [
    agree(learner.phone, person.phone, comparablePhone),
    agree(learner.birthDate, person.birthDate, digits),
    ...ids.map(({ kind, hash }) => agree(known.find((one) => one.kind === kind)?.hash, hash)),
  ];
  return (
    comparableName(learner.name) === comparableName(person.name) &&
    !agreements.includes(false) &&
    agreements.includes(true)
  );
}

/** `undefined` where one side does not know. */
const agree = (
  ours: string | undefined,
  theirs: string | undefined,
  comparable = (text: string) => text,
): boolean | undefined =>
  ours === undefined || theirs === undefined ? undefined : comparable(ours) === comparable(theirs);
