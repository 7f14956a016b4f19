import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { learners, OwnEntry } from '../learners.js';
import { clearLogin, setLogin } from '../login-cookie.js';
import type { Logins } from '../logins.js';
import { show } from '../show.js';

const Chosen = z.object({ learner: z.string() });
/** What was typed comes back into the form, whatever it was. */
const Typed = z.object({ name: z.string().catch(''), phone: z.string().catch(''), birthDate: z.string().catch('') });

/** Logging in and out. */
export async function entrance(site: FastifyInstance, { logins }: { logins: Logins }) {
  site.get('/', async (request, reply) =>
    request.login
      ? reply.redirect('/course', 303)
      : show(request, reply, 'entrance', { learners, typed: Typed.parse({}), wrong: {} }),
  );

  site.post('/login', async (request, reply) => {
    const chosen = Chosen.safeParse(request.body);
    const own = OwnEntry.safeParse(request.body);
    const learner = chosen.success
      ? learners.find(({ ref }) => ref === chosen.data.learner)
      : own.success
        ? logins.own(own.data)
        : undefined;
    if (!learner) {
      const wrong = own.success ? {} : z.flattenError(own.error).fieldErrors;
      return show(request, reply.code(422), 'entrance', { learners, typed: Typed.parse(request.body ?? {}), wrong });
    }
    if (request.login) logins.end(request.login.id);
    return setLogin(reply, logins.start(learner)).redirect('/course', 303);
  });

  site.post('/logout', async (request, reply) => {
    if (request.login) logins.end(request.login.id);
    return clearLogin(reply).redirect('/', 303);
  });
}
