import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Checkpoint } from 'mo-otp-gate/contract';
import { nameOf, pathOf } from './course.js';
import type { Admission, Gate } from './gate.js';
import type { Grants } from './grants.js';
import { loginOf } from './login-cookie.js';
import { render } from './render.js';

/** Called by every gated page. `false`: the reply is the page that explains why and offers the gate. */
export type RequireVerification = (
  request: FastifyRequest,
  reply: FastifyReply,
  checkpoint: Checkpoint,
) => Promise<Exclude<Admission, 'gate'> | false>;

export const createRequireVerification =
  (gate: Gate, grants: Grants): RequireVerification =>
  async (request, reply, checkpoint) => {
    const login = loginOf(request);
    const admission = await gate.admission(request, login, checkpoint);
    if (admission !== 'gate') return admission;
    const refusal = grants.takeRefusal(login.id, checkpoint);
    await render(request, reply.code(403), 'blocked', {
      name: nameOf(checkpoint),
      kind: checkpoint.kind,
      path: pathOf(checkpoint),
      refusal,
    });
    return false;
  };
