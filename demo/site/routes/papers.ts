import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { checkpointAt, stepNames } from '../course.js';
import type { LetIn } from '../guard.js';
import { loginOf, requireLogin } from '../login-cookie.js';
import { papers as questions, score } from '../questions.js';
import type { Records } from '../records.js';
import { show } from '../show.js';

type OnePaper = FastifyRequest<{ Params: { id: string } }>;
const Answers = z.record(z.string(), z.unknown()).catch({});

/** The progress evaluation and the exam. Each entry is checked; once begun, a paper may be reloaded until it is handed in. */
export async function papers(site: FastifyInstance, { records, letIn }: { records: Records; letIn: LetIn }) {
  site.addHook('onRequest', requireLogin);

  for (const kind of ['evaluation', 'exam'] as const) {
    const find = (request: OnePaper) => records.paper(request.params.id, loginOf(request).id, kind);

    site.get(`/${kind}`, async (request, reply) => {
      if (!(await letIn(request, reply, checkpointAt(kind)!))) return reply;
      const { id, learner } = loginOf(request);
      return reply.redirect(`/${kind}/${records.beginPaper(learner.ref, id, kind)}`, 303);
    });

    site.get(`/${kind}/:id`, async (request: OnePaper, reply) => {
      const paper = find(request);
      if (!paper) return reply.redirect(`/${kind}`, 303);
      return show(request, reply, paper.score === null ? 'paper' : 'result', {
        paper,
        title: stepNames[kind],
        questions: questions[kind],
      });
    });

    site.post(`/${kind}/:id`, async (request: OnePaper, reply) => {
      const paper = find(request);
      if (!paper) return reply.redirect(`/${kind}`, 303);
      records.handIn(paper, score(questions[kind], Answers.parse(request.body)));
      return reply.redirect(`/${kind}/${paper.id}`, 303);
    });
  }
}
