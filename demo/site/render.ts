import type { FastifyReply, FastifyRequest } from 'fastify';

/** Renders `pages/<page>.eta`; the layout shows the logged-in learner. */
export const render = (request: FastifyRequest, reply: FastifyReply, page: string, data: object) =>
  reply.view(page, { ...data, learner: request.login?.learner });
