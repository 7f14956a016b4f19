import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../../domain/clock.js';
import type { MotpAuthority } from '../../authority.js';

/** The form that HRD Korea accepts, with its error code for each invalid field. */
const Accredit = z.object({
  USER_NM: z.string().min(1, 'AP002'),
  USER_TEL: z.string().min(1, 'AP003').regex(/^\d+$/, 'AP003'),
  OTPNO: z
    .string()
    .min(1, 'AP004')
    .regex(/^\d{6}$/, 'AP012'),
  AGTID: z.string().regex(/^[A-Za-z0-9]+$/, 'AP007'),
  USRID: z.string().min(1, 'AP007'),
  EXIP: z.string().min(1, 'AP007'),
  COURSE_AGENT_PK: z.string().max(150, 'AP007'),
  CLASS_AGENT_PK: z.string().max(150, 'AP007'),
  EVAL_CD: z.string().regex(/^\d\d$/, 'AP007'),
  CLASS_TME: z.string().regex(/^\d{2,3}$/, 'AP007'),
  USRDT: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, 'AP007'),
});
const Reset = z.object({ USER_NM: z.string().min(1), USER_TEL: z.string().min(1), M_RET: z.literal('T') });

const answer = (code: string) => ({ code, status: code === '200' ? 'SUCCESS' : 'FAIL', msg: '' });

/**
 * A simulation of HRD Korea's services for the demo: it accepts codes of `apps`, locks after five wrong ones until a
 * reset, and acknowledges every report. Its state is lost at a restart.
 */
export function hrdKoreaSandbox(apps: MotpAuthority, clock: Clock): FastifyInstance {
  const failures = new Map<string, number>();
  const steps = new Map<string, number>();
  const app = fastify();
  app.register(formbody);

  app.post('/api/v2/otp_accredit', async ({ body }) => {
    const form = Accredit.safeParse(body);
    if (!form.success) return answer(form.error.issues[0]!.message);
    const { USER_NM: name, USER_TEL: phone, OTPNO: code } = form.data;
    const failed = failures.get(phone) ?? 0;
    if (failed >= 5) return answer('AP009');
    const finding = await apps.check(
      {
        learner: { ref: form.data.USRID, name, phone },
        code,
        checkpoint: { kind: 'other', course: '-', class: '-' },
        ip: form.data.EXIP,
      },
      clock.now(),
    );
    if (finding.found === 'mismatch') return answer('AP005');
    const isFresh =
      finding.found === 'match' &&
      (finding.uses === undefined || finding.uses.step > (steps.get(finding.uses.owner) ?? -1));
    if (!isFresh) {
      failures.set(phone, failed + 1);
      return answer('AP001');
    }
    failures.delete(phone);
    if (finding.uses) steps.set(finding.uses.owner, finding.uses.step);
    return answer('200');
  });

  app.post('/api/v2/user_reset', async ({ body }) => {
    const form = Reset.safeParse(body);
    if (!form.success) return answer('AP010');
    failures.delete(form.data.USER_TEL);
    return answer('200');
  });

  app.post('/EAIServer/SOURCE/ExConn/LMS/:page', async (_request, reply) =>
    reply.type('text/xml').send('<?xml version="1.0" encoding="UTF-8"?><Result><RetVal>101</RetVal></Result>'),
  );
  return app;
}
