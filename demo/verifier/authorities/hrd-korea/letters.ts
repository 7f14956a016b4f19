import { z } from 'zod';
import { newId } from '../../crypto/ids.js';
import { koreanTime } from '../../domain/korean-time.js';
import type { Vault } from '../../crypto/vault.js';
import type { UpstreamReporter, DecidedAttempt } from '../authority.js';
import { askOtp, report, type HrdKorea } from './client.js';
import { checkpointFields, courseFields, personFields } from './fields.js';

/** Something that HRD Korea must be told, with the fields of its form. */
const Letter = z.object({
  to: z.enum(['pAuthLog', 'pSubOtpLog', 'user_reset']),
  fields: z.record(z.string(), z.string()),
});
type Letter = z.infer<typeof Letter>;

/**
 * What HRD Korea must be told of a decision: that somebody was verified in another way than by mOTP, and that an identity check of our
 * own led out of its lock. An mOTP success it knows already.
 */
function lettersFor({ learner, method, finding, decision, now }: DecidedAttempt, institution: string): Letter[] {
  const { USER_NM, USER_TEL, AGTID, USRID } = personFields(learner, institution);
  const { upstream = '200', transaction = '' } = finding;
  const time = koreanTime(now);
  const letters: Letter[] = [];
  if (decision.verification && method !== 'motp') {
    const { checkpoint, id } = decision.verification;
    const result = {
      AGTID,
      USRID,
      ...courseFields(checkpoint),
      m_Ret: 'T',
      m_retCD: upstream,
      m_trnID: transaction || id,
      m_trnDT: time,
    };
    if (checkpoint.kind === 'enrolment') letters.push({ to: 'pAuthLog', fields: result });
    else letters.push({ to: 'pSubOtpLog', fields: { ...result, ...checkpointFields(checkpoint) } });
  }
  if (decision.unlocks?.includes('motp'))
    letters.push({
      to: 'user_reset',
      fields: { USER_NM, USER_TEL, AGTID, USRID, M_RET: 'T', M_RETCD: upstream, M_TRNID: transaction, M_TRNDT: time },
    });
  return letters;
}

/** What HRD Korea is told; until it is sent, a letter is sealed. */
export const correspondence = (service: HrdKorea, vault: Vault): UpstreamReporter => ({
  about: (told) =>
    lettersFor(told, service.institution).map((letter) => {
      const id = newId('lt');
      return { id, letter: vault.seal(JSON.stringify(letter), id) };
    }),
  async send({ id, letter }) {
    const { to, fields } = Letter.parse(JSON.parse(vault.open(letter, id).toString()));
    return to === 'user_reset' ? (await askOtp(service, to, fields)) === '200' : report(service, to, fields);
  },
});
