import { z } from 'zod';
import { newId } from '../../crypto/ids.js';
import { koreanTime } from '../../domain/korean-time.js';
import type { Vault } from '../../crypto/vault.js';
import type { UpstreamReporter, DecidedAttempt } from '../authority.js';
import { callOtpService, sendReport, type HrdKorea } from './client.js';
import { checkpointFields, courseFields, personFields } from './fields.js';

/** Something that HRD Korea must be told, with the fields of its form. */
const Report = z.object({
  to: z.enum(['pAuthLog', 'pSubOtpLog', 'user_reset']),
  fields: z.record(z.string(), z.string()),
});
type Report = z.infer<typeof Report>;

/**
 * What HRD Korea must be told of a decision: that somebody was verified in another way than by mOTP, and that an identity check of our
 * own led out of its lock. An mOTP success it knows already.
 */
function reportsFor({ learner, method, result, change, now }: DecidedAttempt, institution: string): Report[] {
  const { USER_NM, USER_TEL, AGTID, USRID } = personFields(learner, institution);
  const { upstream = '200', transaction = '' } = result;
  const time = koreanTime(now);
  const reports: Report[] = [];
  if (change.verification && method !== 'motp') {
    const { checkpoint, id } = change.verification;
    const result = {
      AGTID,
      USRID,
      ...courseFields(checkpoint),
      m_Ret: 'T',
      m_retCD: upstream,
      m_trnID: transaction || id,
      m_trnDT: time,
    };
    if (checkpoint.kind === 'enrolment') reports.push({ to: 'pAuthLog', fields: result });
    else reports.push({ to: 'pSubOtpLog', fields: { ...result, ...checkpointFields(checkpoint) } });
  }
  if (change.unlocks?.includes('motp'))
    reports.push({
      to: 'user_reset',
      fields: { USER_NM, USER_TEL, AGTID, USRID, M_RET: 'T', M_RETCD: upstream, M_TRNID: transaction, M_TRNDT: time },
    });
  return reports;
}

/** What HRD Korea is told; until it is sent, a letter is sealed. */
export const upstreamReporter = (service: HrdKorea, vault: Vault): UpstreamReporter => ({
  messagesFor: (told) =>
    reportsFor(told, service.institution).map((letter) => {
      const id = newId('lt');
      return { id, message: vault.seal(JSON.stringify(letter), id) };
    }),
  async send({ id, message }) {
    const { to, fields } = Report.parse(JSON.parse(vault.open(message, id).toString()));
    return to === 'user_reset'
      ? (await callOtpService(service, to, fields)) === '200'
      : sendReport(service, to, fields);
  },
});
