import type { Checkpoint, Learner } from 'mo-otp-gate/contract';
import { comparableNumber } from '../../../identity/mobile-number.js';
import { koreanTime } from '../../domain/korean-time.js';
import type { TypedCode } from '../authority.js';
import { checkpointCodes } from './checkpoint-codes.js';

/** The owner of the app as registered: the name unchanged, the number in digits only. */
export const personFields = (learner: Learner, institution: string) => ({
  USER_NM: learner.name.normalize('NFC'),
  USER_TEL: comparableNumber(learner.phone),
  AGTID: institution,
  USRID: learner.ref,
});

/** The course and the class, by the site's own keys. */
export const courseFields = ({ course, class: of }: Checkpoint) => ({ COURSE_AGENT_PK: course, CLASS_AGENT_PK: of });

/**
 * The checkpoint. `CLASS_TME` is `00` for uncounted kinds, else the number of the lesson or attempt in two digits or
 * more.
 */
export function checkpointFields({ kind, number = 1 }: Checkpoint) {
  const { code, label } = checkpointCodes[kind];
  const counted = code !== '00' && code !== '99';
  return { EVAL_CD: code, EVAL_TYPE: label, CLASS_TME: counted ? String(number).padStart(2, '0') : '00' };
}

/** The form of `otp_accredit`; `now` is epoch milliseconds. SESSIONID stays empty: our session id is a capability. */
export function accreditFields(
  { learner, code, checkpoint, ip }: TypedCode,
  institution: string,
  now: number,
): Record<string, string> {
  const time = koreanTime(now);
  return {
    ...personFields(learner, institution),
    OTPNO: code,
    SESSIONID: '',
    EXIP: ip.replace(/^::ffff:/, ''),
    ...courseFields(checkpoint),
    ...checkpointFields(checkpoint),
    USRDT: time,
    UT: time,
  };
}
