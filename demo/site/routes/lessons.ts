import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkpointAt, checkpoints, course, pathOf } from '../course.js';
import type { Gate } from '../gate.js';
import type { RequireVerification } from '../require-verification.js';
import { loginOf, requireLogin } from '../login-cookie.js';
import type { LearningRecords } from '../learning-records.js';
import { render } from '../render.js';

type Numbered = FastifyRequest<{ Params: { number: string } }>;

/** The lesson to go on with: the first that is not done, or undefined when all are. */
function nextLesson(begun: Map<number, boolean>): number | undefined {
  const index = course.lessons.findIndex((_, index) => !begun.get(index + 1));
  return index < 0 ? undefined : index + 1;
}

/** The course page and its lessons. */
export async function lessons(
  site: FastifyInstance,
  {
    records,
    requireVerification,
    gate,
  }: { records: LearningRecords; requireVerification: RequireVerification; gate: Pick<Gate, 'due'> },
) {
  site.addHook('onRequest', requireLogin);

  site.get('/course', async (request, reply) => {
    const login = loginOf(request);
    const { ref } = login.learner;
    const begun = records.lessons(ref);
    const due = await gate.due(request, login, checkpoints);
    return render(request, reply, 'course', {
      course,
      begun,
      next: nextLesson(begun),
      due: new Set([...due].map(pathOf)),
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
