import type { Learner } from 'mo-otp-gate/contract';
import type { Session } from '../domain/model.js';
import type { Vault } from './vault.js';

/** Seals the learner of the session with this id; their data is stored in this form only. */
export const sealLearner = (learner: Learner, session: string, vault: Vault): string =>
  vault.seal(JSON.stringify(learner), session);

/** The learner of a session. */
export const learnerOf = ({ id, learner }: Session, vault: Vault): Learner =>
  JSON.parse(vault.open(learner, id).toString()) as Learner;
