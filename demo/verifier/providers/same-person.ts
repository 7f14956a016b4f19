import type { Learner } from 'mo-otp-gate/contract';
import { comparableName } from '../../identity/name.js';
import { comparableNumber } from '../../identity/mobile-number.js';
import type { IdentityHash } from '../store/methods.js';
import type { Person } from './provider.js';

const digits = (date: string) => date.replace(/\D/g, '');

/**
 * Whether the person is the learner. The name must match, no detail known to both may differ, and one more must match:
 * the phone number, the birth date, or a known identifier of the learner.
 */
export function isSamePerson(
  learner: Learner,
  person: Person,
  ids: readonly IdentityHash[],
  known: readonly IdentityHash[],
): boolean {
  const agreements = [
    agree(learner.phone, person.phone, comparableNumber),
    agree(learner.birthDate, person.birthDate, digits),
    ...ids.map(({ kind, hash }) => agree(known.find((one) => one.kind === kind)?.hash, hash)),
  ];
  return (
    comparableName(learner.name) === comparableName(person.name) &&
    !agreements.includes(false) &&
    agreements.includes(true)
  );
}

/** `undefined` where one side lacks the detail. */
const agree = (
  ours: string | undefined,
  theirs: string | undefined,
  comparable = (text: string) => text,
): boolean | undefined =>
  ours === undefined || theirs === undefined ? undefined : comparable(ours) === comparable(theirs);
