/**
 * The wire between gate, verifier and site, version 1, as zod schemas: the source of truth for types, verifiers and
 * checkers. Everything is JSON over POST. Durations are seconds, `time` is epoch milliseconds. Unknown members are
 * dropped, not rejected.
 *
 * The gate imports only types from here, so that no zod is downloaded to a learner's phone.
 */
import { z } from 'zod';
import { methods, type MethodId } from './methods/wire.js';

export { methods, type MethodId };

/** The kind of checkpoint. `enrolment` is once per course; `login` and `other` are for sites that need them. */
export const CheckpointKind = z.enum(['enrolment', 'lesson', 'evaluation', 'exam', 'assignment', 'login', 'other']);

/** The checkpoint as a learner sees it; `step` numbers this check where several follow each other. */
export const CheckpointShown = z.object({
  kind: CheckpointKind,
  title: z.string().optional(),
  number: z.int().min(0).optional(),
  step: z.object({ n: z.int().min(1), of: z.int().min(1) }).optional(),
});

/** Name and phone, shown exactly as sent; the verifier decides on masking. */
export const LearnerShown = z.object({ name: z.string().optional(), phone: z.string().optional() });

/** Contacts for help: a telephone number and addresses of pages. */
export const Help = z.object({
  phone: z.string().optional(),
  remote: z.url().optional(),
  guide: z.url().optional(),
  manual: z.url().optional(),
  chat: z.url().optional(),
});

// ---- the learner's browser → the verifier

/** `POST /challenge`. Without `method` the verifier chooses its first offer. */
export const ChallengeRequest = z.object({
  session: z.string().min(1).max(512),
  method: z.string().max(64).optional(),
});

const shown = { learner: LearnerShown, help: Help.optional() };
const challenge = {
  status: z.literal('challenge'),
  id: z.string().min(1),
  /** Names of methods; a gate shows those that it knows. */
  offers: z.array(z.string()),
  checkpoint: CheckpointShown,
  attemptsLeft: z.int().min(0).optional(),
  /** The methods that would lift a lock, to be named before the last attempt. */
  unlock: z.array(z.string()).optional(),
  expiresIn: z.number().positive(),
  time: z.number(),
  ...shown,
};

const challengeOf = <Id extends MethodId>(id: Id) =>
  z.object({ ...challenge, method: z.literal(id), params: methods[id].params as (typeof methods)[Id]['params'] });

/** A challenge that a learner can answer now. */
export const Challenge = z.discriminatedUnion('method', [
  challengeOf('motp'),
  challengeOf('web-otp'),
  challengeOf('captcha'),
  challengeOf('phone'),
  challengeOf('ipin'),
]);
/** Too many failures: no challenge. `unlock` lists the methods that unlock. */
export const Locked = z.object({
  status: z.literal('locked'),
  unlock: z.array(z.string()),
  learner: LearnerShown.optional(),
  help: Help.optional(),
});
/** The reply of `POST /challenge`. */
export const ChallengeReply = z.discriminatedUnion('status', [Challenge, Locked]);

/** `POST /verify`. The gate makes one `attempt` id per submit; repeating it repeats the verdict and counts nothing. */
export const VerifyRequest = z.object({
  challenge: z.string().min(1).max(512),
  attempt: z.string().min(8).max(128),
  proof: z.looseObject({}),
});

/**
 * The reason of a rejection. `mismatch` merges "other name or phone" and "not registered", so that it discloses nothing
 * about other people.
 */
export const Reason = z.enum(['wrong-code', 'used-code', 'mismatch', 'wrong-answer', 'not-same-person', 'cancelled']);

export const Verified = z.object({
  status: z.literal('verified'),
  token: z.string().min(1),
  method: z.string(),
  expiresIn: z.number().positive(),
});
export const Rejected = z.object({
  status: z.literal('rejected'),
  reason: Reason,
  attemptsLeft: z.int().min(0).optional(),
});
export const Pending = z.object({ status: z.literal('pending'), retryIn: z.number().positive() });
/** This challenge is done without a token: request the next one (after an unlock, or between the steps of "1 of 2"). */
export const Unlocked = z.object({ status: z.literal('unlocked') });
export const Expired = z.object({ status: z.literal('expired') });
export const Unavailable = z.object({ status: z.literal('unavailable'), retryIn: z.number().positive() });

/** The reply of `POST /verify`. */
export const Verdict = z.discriminatedUnion('status', [
  Verified,
  Rejected,
  Pending,
  Unlocked,
  Expired,
  Locked,
  Unavailable,
]);

// ---- the site's server → the verifier, `Authorization: Bearer <site secret>`

/** The learner who is logged in at the site. `ref` is the site's own id; `birthDate` is `YYYY-MM-DD`. */
export const Learner = z.object({
  ref: z.string().min(1).max(128),
  name: z.string().min(1).max(100),
  phone: z.string().min(1).max(32),
  birthDate: z.iso.date().optional(),
});

/** The checkpoint, in the site's own course and class codes. */
export const Checkpoint = z.object({
  kind: CheckpointKind,
  course: z.string().min(1).max(150),
  class: z.string().min(1).max(150),
  number: z.int().min(0).max(9999).optional(),
  title: z.string().max(200).optional(),
});

/**
 * `POST /sessions`. `origin` binds the session to one of the site's registered origins; `methods` restricts the
 * policy's
 * offers.
 */
export const SessionRequest = z.object({
  learner: Learner,
  checkpoint: Checkpoint,
  origin: z.string().max(300).optional(),
  methods: z.array(z.string().max(64)).min(1).max(16).optional(),
  /** Only says whether verification is due: opens no session and stores nothing. See {@link DryReply}. */
  dry: z.boolean().optional(),
});

/**
 * The first challenge of a session as far as it is neither personal nor made for one challenge, so that a gate can show
 * the field before `POST /challenge` is answered. The site passes it on to the page unread. Absent where the learner is
 * locked, or where the first method's `params` are made for each challenge. A verifier that sends it answers
 * `GET /verify` with `Content-Type: application/json` by 204, so that a browser can cache the preflight of
 * `POST /verify` before it is needed.
 */
export const ChallengePreview = z.object({
  method: z.string(),
  params: z.looseObject({}),
  offers: z.array(z.string()),
  checkpoint: CheckpointShown,
  attemptsLeft: z.int().min(0).optional(),
  unlock: z.array(z.string()).optional(),
  help: Help.optional(),
});

/** The reply of `POST /sessions`: the policy is the verifier's. */
export const SessionReply = z.discriminatedUnion('required', [
  z.object({
    required: z.literal(true),
    session: z.string().min(1),
    expiresIn: z.number().positive(),
    preview: ChallengePreview.optional(),
  }),
  z.object({ required: z.literal(false), reason: z.string() }),
]);

/**
 * The reply to a `POST /sessions` with `dry: true`: whether verification is due now. A verifier that does not know `dry`
 * replies with a {@link SessionReply}, which this schema accepts as well.
 */
export const DryReply = z.discriminatedUnion('required', [
  z.object({ required: z.literal(true) }),
  z.object({ required: z.literal(false), reason: z.string() }),
]);

/**
 * What a redeemed token admits the learner to. `entry`: one entry into this checkpoint, with reloads and further pages, until
 * the learner submits it; `day`: every checkpoint of this kind in the same course and class; `once`: this checkpoint.
 * It ends after `expiresIn` seconds; then the site asks the verifier again.
 */
export const Grant = z.object({ scope: z.enum(['entry', 'day', 'once']), expiresIn: z.number().positive() });

/** `POST /siteverify`. */
export const SiteverifyRequest = z.object({
  token: z.string().min(1).max(8192),
  /**
   * Made by the site's server for one token, at random. After a lost reply the same token with the same key is answered
   * with the same success; the key with another token is a `bad-request`.
   */
  idempotencyKey: z.string().min(16).max(128).optional(),
});

/** The reply of `POST /siteverify`: success once, then `used`. */
export const SiteverifyReply = z.discriminatedUnion('success', [
  z.object({
    success: z.literal(true),
    learner: Learner,
    checkpoint: Checkpoint,
    method: z.string(),
    verifiedAt: z.iso.datetime({ offset: true }),
    origin: z.string().optional(),
    grant: Grant.optional(),
  }),
  z.object({ success: z.literal(false), error: z.enum(['used', 'expired', 'invalid']) }),
]);

// ---- problems

/** The code of every `application/problem+json` and its HTTP status (RFC 9457). */
export const problems = {
  'bad-request': 400,
  'unknown-session': 401,
  'forbidden-origin': 403,
  'unknown-challenge': 404,
  'unsupported-method': 409,
  'too-large': 413,
  'too-many-requests': 429,
  internal: 500,
  maintenance: 503,
} as const;

export type ProblemCode = keyof typeof problems;

/** The body of every reply that is not 2xx. */
export const Problem = z.looseObject({
  type: z.string().optional(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
});

export type CheckpointKind = z.infer<typeof CheckpointKind>;
export type CheckpointShown = z.infer<typeof CheckpointShown>;
export type LearnerShown = z.infer<typeof LearnerShown>;
export type Help = z.infer<typeof Help>;
export type ChallengeRequest = z.infer<typeof ChallengeRequest>;
export type Challenge = z.infer<typeof Challenge>;
/** The `params` of one method. */
export type Params<Id extends MethodId = MethodId> = Extract<Challenge, { method: Id }>['params'];
export type Locked = z.infer<typeof Locked>;
export type ChallengeReply = z.infer<typeof ChallengeReply>;
export type VerifyRequest = z.infer<typeof VerifyRequest>;
export type Reason = z.infer<typeof Reason>;
export type Verified = z.infer<typeof Verified>;
export type Rejected = z.infer<typeof Rejected>;
export type Verdict = z.infer<typeof Verdict>;
export type Learner = z.infer<typeof Learner>;
export type Checkpoint = z.infer<typeof Checkpoint>;
export type SessionRequest = z.infer<typeof SessionRequest>;
export type ChallengePreview = z.infer<typeof ChallengePreview>;
export type SessionReply = z.infer<typeof SessionReply>;
export type DryReply = z.infer<typeof DryReply>;
export type Grant = z.infer<typeof Grant>;
export type SiteverifyRequest = z.infer<typeof SiteverifyRequest>;
export type SiteverifyReply = z.infer<typeof SiteverifyReply>;
export type Problem = z.infer<typeof Problem>;
