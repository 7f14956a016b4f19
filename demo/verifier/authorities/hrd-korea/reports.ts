import { z } from 'zod';
import { newId } from '../../crypto/ids.js';
import { koreanTime } from '../../domain/korean-time.js';
import type { Vault } from '../../crypto/vault.js';
import type { UpstreamReporter, DecidedAttempt } from '../authority.js';
import { callOtpService, sendReport, type HrdKorea } from './client.js';
import { checkpointFields, courseFields, personFields } from './fields.js';

/** A report to HRD Korea: the target and the fields of the form. */
const Report = z.object({
  to: z.enum(['pAuthLog', 'pSubOtpLog', 'user_reset']),
  fields: z.record(z.string(), z.string()),
});
type Report = z.infer<typeof Report>;

/**
 * The reports for a decided attempt: a verification by another method than mOTP, which HRD Korea knows already, and an
 * unlock by our own identity check.
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

/** Reports to HRD Korea; a message stays sealed until it is sent. */
export const upstreamReporter = (service: HrdKorea, vault: Vault): UpstreamReporter => ({
  messagesFor: (attempt) =>
    reportsFor(attempt, service.institution).map((report) => {
      const id = newId('lt');
      return { id, message: vault.seal(JSON.stringify(report), id) };
    }),
  async send({ id, message }) {
    const { to, fields } = Report.parse(JSON.parse(vault.open(message, id).toString()));
    return to === 'user_reset'
      ? (await callOtpService(service, to, fields)) === '200'
      : sendReport(service, to, fields);
  },
});
