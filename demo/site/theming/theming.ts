import type { FastifyInstance } from 'fastify';
import { problems, type ProblemCode } from 'mo-otp-gate/contract';
import type { Clock } from '../clock.js';
import { show } from '../show.js';
import { screens } from './screens.js';
import { themes } from './themes.js';

/**
 * The theming page, on which every screen of the gate can be looked at side by side, and the stand-in verifiers behind it:
 * `/theming/verifier/<screen>` always answers what leads to that screen. They know nobody and let nobody in.
 */
export async function theming(site: FastifyInstance, { clock }: { clock: Clock }) {
  site.get('/theming', (request, reply) => show(request, reply, 'theming', { screens, themes }));

  site.post<{ Params: { screen: string; question: string } }>(
    '/theming/verifier/:screen/:question(challenge|verify)',
    (request, reply) => {
      const screen = screens.find(({ id }) => id === request.params.screen);
      const answer = request.params.question === 'verify' ? screen?.verdict : screen?.challenge;
      if (answer === undefined) return problem('bad-request');
      if (answer === 'silence') return; // the gate gives up waiting by itself
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
