import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkpointAt, course } from '../course.js';
import type { RequireVerification } from '../require-verification.js';
import { loginOf, requireLogin } from '../login-cookie.js';
import type { LearningRecords } from '../learning-records.js';
import { render } from '../render.js';

type Numbered = FastifyRequest<{ Params: { number: string } }>;

/** The course page and its lessons. */
export async function lessons(
  site: FastifyInstance,
  { records, requireVerification }: { records: LearningRecords; requireVerification: RequireVerification },
) {
  site.addHook('onRequest', requireLogin);

  site.get('/course', async (request, reply) => {
    const { ref } = loginOf(request).learner;
    const begun = records.lessons(ref);
    return render(request, reply, 'course', {
      course,
      begun,
      done: [...begun.values()].filter(Boolean).length,
      scores: { evaluation: records.bestScore(ref, 'evaluation'), exam: records.bestScore(ref, 'exam') },
      assignment: records.assignment(ref),
    });
  });

  site.get('/lesson/:number', async (request: Numbered, reply) => {
    const checkpoint = checkpointAt('lesson', request.params.number);
    if (!checkpoint) return reply.callNotFound();
    const admission = await requireVerification(request, reply, checkpoint);
    if (!admission) return reply;
    const { ref } = loginOf(request).learner;
    const number = checkpoint.number!;
    records.enterLesson(ref, number, admission === 'unverified');
    return render(request, reply, 'lesson', {
      course,
      number,
      title: checkpoint.title,
      done: records.lessons(ref).get(number),
    });
  });

  site.post('/lesson/:number/done', async (request: Numbered, reply) => {
    records.finishLesson(loginOf(request).learner.ref, Number(request.params.number));
    return reply.redirect('/course', 303);
  });
}
