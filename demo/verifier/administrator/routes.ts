import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { fingerprint, hashSecret, newSecret } from '../crypto/secrets.js';
import { switchable, type SwitchKind } from '../domain/switches.js';
import { sendPage } from '../http/pages/pages.js';
import { addSite } from '../sites/add-site.js';
import { changeSettings, currentSettings, restoreSettings, type CurrentSettings } from '../sites/change-settings.js';
import { InvalidSettings } from '../sites/site-settings.js';
import type { AdministratorDependencies } from './dependencies.js';
import { administratorSessions } from './login-sessions.js';
import { readForm } from './read-form.js';
import { sitePage, type SiteOccasion } from './site-page.js';
import { sitesPage, type SitesOccasion } from './sites-page.js';

const Text = z.string().trim().min(1).max(200);
const Login = z.object({ name: Text, secret: Text });
const NewSite = z.object({ id: z.string().trim(), name: z.string().trim(), origins: z.string() });
const Restore = z.object({ version: z.coerce.number().int().min(1) });
const Revoke = z.object({ fingerprint: Text });
const Base = z.object({ base: z.coerce.number().int().min(0) });
const SwitchForm = z.object({ which: z.string(), on: z.enum(['0', '1']), reason: Text }).transform((form, context) => {
  const [kind = '', name = ''] = form.which.split(' ');
  const names: readonly string[] | undefined = Object.hasOwn(switchable, kind) ? switchable[kind as SwitchKind] : [];
  if (!names.includes(name)) context.addIssue({ code: 'custom', path: ['which'], message: 'is no switch' });
  return { kind: kind as SwitchKind, name, on: form.on === '1', reason: form.reason };
});

/**
 * `/`: all sites; `/sites/:id`: one. Every change is a POST of a form, names the administrator in the history, and ends
 * with a redirect to the page that shows it; only a new secret is answered at once, because it is shown only once.
 */
export function administratorRoutes(app: FastifyInstance, dependencies: AdministratorDependencies): void {
  const { store, vault, clock, secret } = dependencies;
  const sessions = administratorSessions(store, clock, secret);
  const openedVault = async () => vault;
  const loginPage = (reply: FastifyReply, wrong = '') =>
    sendPage(reply, 'administrator/login', { base: '', title: 'Administrator login', wrong });

  type Answer = (request: FastifyRequest, reply: FastifyReply, by: string) => Promise<FastifyReply>;
  /** A route for administrators who are logged in; others get the login page. */
  const forAdministrators = (answer: Answer) => async (request: FastifyRequest, reply: FastifyReply) => {
    const by = sessions.administrator(request);
    if (by !== undefined) return answer(request, reply, by);
    return request.method === 'GET'
      ? loginPage(reply)
      : loginPage(reply.code(401), 'You were logged out after 30 minutes without use. Please log in again.');
  };

  type SiteAnswer = (
    site: { id: string; current: CurrentSettings; show(occasion?: SiteOccasion): Promise<FastifyReply>; by: string },
    request: FastifyRequest,
    reply: FastifyReply,
  ) => Promise<FastifyReply>;
  /** A route of one site; an unknown one gets the list of sites. */
  const forSite = (answer: SiteAnswer) =>
    forAdministrators(async (request, reply, by) => {
      const { id } = request.params as { id: string };
      const current = await currentSettings(store, id);
      if (!current) return sitesPage(reply.code(404), dependencies, by, { wrong: `There is no site ${id}.` });
      const show = (occasion?: SiteOccasion) => sitePage(reply, dependencies, by, { id, current }, occasion);
      return answer({ id, current, show, by }, request, reply);
    });
  const toSite = (reply: FastifyReply, id: string, part: string) =>
    reply.redirect(`/sites/${encodeURIComponent(id)}#${part}`, 303);
  const messageOf = (error: unknown) => (error as Error).message;

  app.get(
    '/',
    forAdministrators(async (_request, reply, by) => sitesPage(reply, dependencies, by)),
  );

  app.post(
    '/sites',
    forAdministrators(async (request, reply, by) => {
      const given = NewSite.parse(request.body);
      const show = (occasion: SitesOccasion) => sitesPage(reply, dependencies, by, { given, ...occasion });
      const refuse = (wrong: string) => sitesPage(reply.code(422), dependencies, by, { given, wrong });
      if (await store.site(given.id)) return refuse(`${given.id} is registered already.`);
      const origins = given.origins.split(/\s+/).filter((origin) => origin !== '');
      try {
        const settings = { name: given.name || given.id, origins };
        const added = await addSite(store, openedVault, given.id, settings, { by, at: clock.now() });
        return await show({ added: { id: given.id, ...added } });
      } catch (error) {
        return refuse(messageOf(error));
      }
    }),
  );

  app.get(
    '/sites/:id',
    forSite(async ({ show }) => show()),
  );

  app.post(
    '/sites/:id/settings',
    forSite(async ({ id, current, show, by }, request, reply) => {
      const { base } = Base.parse(request.body);
      const proposed = readForm(request.body as Record<string, unknown>, current.settings);
      const refuse = (wrong: string, faults: InvalidSettings['faults'] = []) => {
        void reply.code(422);
        return show({ proposed, wrong, faults });
      };
      if (base !== current.version) return refuse('The settings have been changed meanwhile; nothing is changed.');
      try {
        await changeSettings(store, openedVault, id, proposed, { by, at: clock.now() });
      } catch (error) {
        if (error instanceof InvalidSettings) return refuse('Nothing is changed:', error.faults);
        throw error;
      }
      return toSite(reply, id, 'versions');
    }),
  );

  app.post(
    '/sites/:id/restore',
    forSite(async ({ id, by }, request, reply) => {
      await restoreSettings(store, id, Restore.parse(request.body).version, { by, at: clock.now() });
      return toSite(reply, id, 'versions');
    }),
  );

  app.post(
    '/sites/:id/secrets',
    forSite(async ({ id, show }, request) => {
      const fresh = newSecret();
      await store.addSecret(id, hashSecret(fresh), clock.now());
      request.log.info({ site: id, action: 'secret added', secret: fingerprint(hashSecret(fresh)) });
      return show({ fresh });
    }),
  );

  app.post(
    '/sites/:id/secrets/revoke',
    forSite(async ({ id }, request, reply) => {
      const { fingerprint: which } = Revoke.parse(request.body);
      const found = (await store.secrets(id)).find(({ hash }) => fingerprint(hash) === which);
      if (found) await store.revokeSecret(id, found.hash, clock.now());
      request.log.info({ site: id, action: 'secret revoked', secret: which });
      return toSite(reply, id, 'secrets');
    }),
  );

  app.post(
    '/sites/:id/switches',
    forSite(async ({ id, by }, request, reply) => {
      await store.setSwitch({ site: id, ...SwitchForm.parse(request.body), by, at: clock.now() });
      return toSite(reply, id, 'switches');
    }),
  );

  app.post(
    '/switches',
    forAdministrators(async (request, reply, by) => {
      await store.setSwitch({ site: null, ...SwitchForm.parse(request.body), by, at: clock.now() });
      return reply.redirect('/#switches', 303);
    }),
  );

  app.post('/login', async (request, reply) => {
    const login = Login.safeParse(request.body);
    if (login.success && (await sessions.begin(reply, login.data.secret, login.data.name)))
      return reply.redirect('/', 303);
    return loginPage(reply.code(401), 'The secret is not right, or the name is missing.');
  });

  app.post('/logout', async (request, reply) => {
    sessions.end(request, reply);
    return reply.redirect('/', 303);
  });

  // the target of a form stays in the address bar, where people press Enter
  for (const path of ['/login', '/logout', '/switches', '/sites'])
    app.get(path, async (_request, reply) => reply.redirect('/', 303));
  for (const part of ['settings', 'restore', 'secrets', 'switches'])
    app.get('/sites/:id/' + part, async (request, reply) => toSite(reply, (request.params as { id: string }).id, part));
}
