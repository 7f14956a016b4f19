import type { Checkpoint, Learner } from 'mo-otp-gate/contract';
import { comparablePhone } from '../../domain/learner.js';
import { koreanTime } from '../../domain/korean-time.js';
import type { TypedCode } from '../authority.js';
import { checkpointCodes } from './checkpoint-codes.js';

/** Whose app it is, as registered in it: the name as it is, the number in digits only. */
export const personFields = (learner: Learner, institution: string) => ({
  USER_NM: learner.name.normalize('NFC'),
  USER_TEL: comparablePhone(learner.phone),
  AGTID: institution,
  USRID: learner.ref,
});

/** Which course; the class key is the site's own. */
export const courseFields = ({ course, class: of }: Checkpoint) => ({ COURSE_AGENT_PK: course, CLASS_AGENT_PK: of });

/** Which checkpoint. `CLASS_TME` is `00` where nothing is counted, else the lesson or attempt with two digits or more. */
export function checkpointFields({ kind, number = 1 }: Checkpoint) {
  const { code, label } = checkpointCodes[kind];
  const counted = code !== '00' && code !== '99';
  return { EVAL_CD: code, EVAL_TYPE: label, CLASS_TME: counted ? String(number).padStart(2, '0') : '00' };
}

/** The form of `otp_accredit`; `now` is epoch milliseconds. Our session's id stays with us: knowing it is being allowed to use it. */
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
