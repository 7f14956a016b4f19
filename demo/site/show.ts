import type { FastifyReply, FastifyRequest } from 'fastify';

/** Renders `pages/<page>.eta`; the layout shows who is logged in. */
export const show = (request: FastifyRequest, reply: FastifyReply, page: string, data: object) =>
  reply.view(page, { ...data, learner: request.login?.learner });
