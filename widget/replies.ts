import type { ChallengeReply, Verdict } from './contract.js';

/**
 * Type guards of the verifier's replies, written by hand: a schema library costs more bytes than the whole gate.
 * Each status has a sample of the members that a screen needs; a reply fits when its members have the same types.
 */
const challengeReplies = {
  challenge: {
    id: '',
    method: '',
    offers: [],
    params: {},
    learner: {},
    checkpoint: { kind: '' },
    expiresIn: 0,
    time: 0,
  },
  locked: { unlock: [] },
} satisfies Record<ChallengeReply['status'], object>;

const verdicts = {
  verified: { token: '', method: '', expiresIn: 0 },
  rejected: { reason: '' },
  pending: { retryIn: 0 },
  unlocked: {},
  expired: {},
  locked: { unlock: [] },
  unavailable: {},
} satisfies Record<Verdict['status'], object>;

export const isChallengeReply = (value: unknown): value is ChallengeReply => isReply(value, challengeReplies);
export const isVerdict = (value: unknown): value is Verdict => isReply(value, verdicts);

const isReply = (value: any, samples: Record<string, object>) =>
  Object.keys(samples).includes(value?.status) && fits(value, samples[value.status]);

/** Whether a value has the members of a sample, with the same types. */
export const fits = (value: any, sample: any): boolean =>
  value?.constructor === sample.constructor &&
  Object.keys(sample).every((member) => fits(value[member], sample[member]));
