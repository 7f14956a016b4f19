import type { Learner } from 'mo-otp-gate/contract';
import type { Session } from '../domain/model.js';
import type { Vault } from './vault.js';

/** Seals a learner for the session with this id: what the site says of them is kept only so. */
export const sealLearner = (learner: Learner, session: string, vault: Vault): string =>
  vault.seal(JSON.stringify(learner), session);

/** The learner of a session. */
export const learnerOf = ({ id, learner }: Session, vault: Vault): Learner =>
  JSON.parse(vault.open(learner, id).toString()) as Learner;
