import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { learners, GuestEntry } from '../learners.js';
import { clearLogin, setLogin } from '../login-cookie.js';
import type { Logins } from '../logins.js';
import { render } from '../render.js';

const Chosen = z.object({ learner: z.string() });
/** Invalid input is rendered into the form again. */
const Typed = z.object({ name: z.string().catch(''), phone: z.string().catch(''), birthDate: z.string().catch('') });

/** Login and logout. */
export async function login(site: FastifyInstance, { logins }: { logins: Logins }) {
  site.get('/', async (request, reply) =>
    request.login
      ? reply.redirect('/course', 303)
      : render(request, reply, 'login', { learners, typed: Typed.parse({}), wrong: {} }),
  );

  site.post('/login', async (request, reply) => {
    const chosen = Chosen.safeParse(request.body);
    const own = GuestEntry.safeParse(request.body);
    const learner = chosen.success
      ? learners.find(({ ref }) => ref === chosen.data.learner)
      : own.success
        ? logins.guest(own.data)
        : undefined;
    if (!learner) {
      const wrong = own.success ? {} : z.flattenError(own.error).fieldErrors;
      return render(request, reply.code(422), 'login', { learners, typed: Typed.parse(request.body ?? {}), wrong });
    }
    if (request.login) logins.end(request.login.id);
    return setLogin(reply, logins.start(learner)).redirect('/course', 303);
  });

  site.post('/logout', async (request, reply) => {
    if (request.login) logins.end(request.login.id);
    return clearLogin(reply).redirect('/', 303);
  });
}
