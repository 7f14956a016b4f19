import type { ChallengeReply, Verdict } from './contract.js';

/**
 * Guards the verifier's replies by hand, because a schema library would cost a learner more bytes than the whole gate.
 * Each status has a sample: a reply fits when its members are of the sample's kinds. A `?` behind a name marks what may be missing.
 */
const challengeReplies = {
  challenge: {
    id: '', method: '', offers: [''], params: { digits: 0, period: 0 }, learner: { 'name?': '', 'phone?': '' },
    checkpoint: { kind: '', 'title?': '', 'number?': 0, 'step?': { n: 0, of: 0 } }, 'attemptsLeft?': 0, expiresIn: 0, time: 0,
  },
  locked: { unlock: [''] },
} satisfies Record<ChallengeReply['status'], object>;

const verdicts = {
  verified: { token: '', method: '', expiresIn: 0 },
  rejected: { reason: '', 'attemptsLeft?': 0 },
  pending: { retryIn: 0 },
  unlocked: {},
  expired: {},
  locked: { unlock: [''] },
  unavailable: { retryIn: 0 },
} satisfies Record<Verdict['status'], object>;

export const isChallengeReply = (value: unknown): value is ChallengeReply => isReply(value, challengeReplies);
export const isVerdict = (value: unknown): value is Verdict => isReply(value, verdicts);

const isReply = (value: any, samples: Record<string, object>) => Object.keys(samples).includes(value?.status) && fits(value, samples[value.status]);

const fits = (value: any, sample: any): boolean =>
  typeof sample !== 'object'
    ? typeof value === typeof sample
    : Array.isArray(sample)
      ? Array.isArray(value) && value.every((item) => fits(item, sample[0]))
      : typeof value === 'object' && value !== null && Object.keys(sample).every((key) => {
          const name = key.replace('?', '');
          return (name !== key && value[name] === undefined) || fits(value[name], sample[key]);
        });
