import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Checkpoint } from 'mo-otp-gate/contract';
import { nameOf, pathOf } from './course.js';
import type { Gate } from './gate.js';
import type { Grants } from './grants.js';
import { loginOf } from './login-cookie.js';
import { render } from './render.js';

/**
 * Asked by every page behind a checkpoint. `false`: the learner is looking at the page that explains why not and offers
 * the gate, whichever way they came.
 */
export type RequireVerification = (
  request: FastifyRequest,
  reply: FastifyReply,
  checkpoint: Checkpoint,
) => Promise<boolean>;

export const createRequireVerification =
  (gate: Gate, grants: Grants): RequireVerification =>
  async (request, reply, checkpoint) => {
    const login = loginOf(request);
    if (await gate.admits(request, login, checkpoint)) return true;
    const refusal = grants.takeRefusal(login.id, checkpoint);
    await render(request, reply.code(403), 'blocked', {
      name: nameOf(checkpoint),
      kind: checkpoint.kind,
      path: pathOf(checkpoint),
      refusal,
    });
    return false;
  };
