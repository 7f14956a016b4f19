/**
 * Type guards of the verifier's replies, by hand because zod is too large here; a test compares them with the schemas.
 */
import type { CodeReply, RegisterReply, UnlockReply } from '../../verifier/authorities/devices/wire.js';

type Members = Record<string, unknown>;
type Guard<Reply> = (reply: unknown) => reply is Reply;

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;

/** Replies are discriminated by `status`. */
const guard =
  <Reply extends { status: string }>(members: Record<Reply['status'], (reply: Members) => boolean>): Guard<Reply> =>
  (reply): reply is Reply => {
    if (typeof reply !== 'object' || reply === null) return false;
    const { status } = reply as Members;
    return Object.keys(members).includes(String(status)) && members[status as Reply['status']](reply as Members);
  };

const bare = () => true;
const counted = ({ attemptsLeft }: Members) => isCount(attemptsLeft);

export const isCodeReply = guard<CodeReply>({
  sent: ({ registration, expiresIn }) => isText(registration) && isNumber(expiresIn) && expiresIn > 0,
});

export const isRegisterReply = guard<RegisterReply>({
  registered: ({ device, otpauth, time }) =>
    isText(device) && isText(otpauth) && otpauth.startsWith('otpauth://totp/') && isNumber(time),
  rejected: counted,
  expired: bare,
});

export const isUnlockReply = guard<UnlockReply>({
  unlocked: ({ time }) => isNumber(time),
  rejected: counted,
  locked: bare,
  replaced: bare,
});
