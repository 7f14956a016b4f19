import type { FastifyInstance } from 'fastify';
import { problems, type ProblemCode } from 'mo-otp-gate/contract';
import type { Clock } from '../../clock.js';
import { render } from '../render.js';
import { screens } from './screens.js';
import { themes } from './themes.js';

/**
 * The theming page shows every screen of the gate side by side. Each screen has a fake verifier of its own,
 * `/theming/verifier/<screen>`, whose replies always lead to it; it verifies no one.
 */
export async function theming(site: FastifyInstance, { clock }: { clock: Clock }) {
  site.get('/theming', (request, reply) => render(request, reply, 'theming', { screens, themes }));

  site.post<{ Params: { screen: string; endpoint: string } }>(
    '/theming/verifier/:screen/:endpoint(challenge|verify)',
    (request, reply) => {
      const screen = screens.find(({ id }) => id === request.params.screen);
      const answer = request.params.endpoint === 'verify' ? screen?.verdict : screen?.challenge;
      if (answer === undefined) return problem('bad-request');
      if (answer === 'silence') return; // no reply: the gate times out
      return typeof answer === 'string' ? problem(answer) : reply.send({ ...answer, time: clock.now() });

      function problem(code: ProblemCode) {
        return reply
          .code(problems[code])
          .type('application/problem+json')
          .send({ title: code, status: problems[code], code });
      }
    },
  );
}
