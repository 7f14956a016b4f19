import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { checkpointAt, checkpointTitles } from '../course.js';
import type { Gate } from '../gate.js';
import type { RequireVerification } from '../require-verification.js';
import { loginOf, requireLogin } from '../login-cookie.js';
import { questions, score } from '../questions.js';
import type { LearningRecords } from '../learning-records.js';
import { render } from '../render.js';

type AssessmentRequest = FastifyRequest<{ Params: { id: string } }>;
const Answers = z.record(z.string(), z.unknown()).catch({});

/**
 * Progress evaluation and exam: entering requires verification; an entered assessment reloads until it is submitted.
 */
export async function assessments(
  site: FastifyInstance,
  {
    records,
    requireVerification,
    gate,
  }: { records: LearningRecords; requireVerification: RequireVerification; gate: Pick<Gate, 'endEntry'> },
) {
  site.addHook('onRequest', requireLogin);

  for (const kind of ['evaluation', 'exam'] as const) {
    const checkpoint = checkpointAt(kind)!;
    const find = (request: AssessmentRequest) => records.assessment(request.params.id, loginOf(request).id, kind);

    site.get(`/${kind}`, async (request, reply) => {
      if (!(await requireVerification(request, reply, checkpoint))) return reply;
      const { id, learner } = loginOf(request);
      return reply.redirect(`/${kind}/${records.startAssessment(learner.ref, id, kind)}`, 303);
    });

    site.get(`/${kind}/:id`, async (request: AssessmentRequest, reply) => {
      const assessment = find(request);
      if (!assessment) return reply.redirect(`/${kind}`, 303);
      if (assessment.score === null && !(await requireVerification(request, reply, checkpoint))) return reply;
      return render(request, reply, assessment.score === null ? 'assessment' : 'result', {
        assessment,
        title: checkpointTitles[kind],
        questions: questions[kind],
      });
    });

    site.post(`/${kind}/:id`, async (request: AssessmentRequest, reply) => {
      const assessment = find(request);
      if (!assessment) return reply.redirect(`/${kind}`, 303);
      // also after the grant has ended: the entry was verified, and answers are not lost
      records.submitAssessment(assessment, score(questions[kind], Answers.parse(request.body)));
      gate.endEntry(loginOf(request), checkpoint);
      return reply.redirect(`/${kind}/${assessment.id}`, 303);
    });
  }
}
