import { isDeepStrictEqual } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { mobileNumber, mobileNumberHint } from '../../../identity/mobile-number.js';
import { comparableName } from '../../../identity/name.js';
import { refuseOtherEncodings } from '../storable-text.js';
import { SessionRequest, type DryReply, type Learner, type SessionReply } from 'mo-otp-gate/contract';
import { limits } from '../../domain/limits.js';
import { newId } from '../../crypto/ids.js';
import { offers, availableMethods, withoutBlocked, type Methods } from '../../methods/offers.js';
import { due } from '../../domain/policy.js';
import { previewOf } from '../impersonal-challenge.js';
import { Problem, switchedOff } from '../problem.js';
import type { Session } from '../../domain/model.js';
import { learnerOf, sealLearner } from '../../crypto/session-learner.js';
import { label } from '../request-labels.js';
import { authenticateSite } from '../authenticate-site.js';
import type { VerifierDependencies } from '../dependencies.js';

/** Refuses a learner whom no method could match. @throws Problem 400 */
function refuseUnknownPerson({ name, phone }: Learner): void {
  if (comparableName(name) === '')
    throw new Problem('bad-request', 'The name has no letter', { detail: 'learner.name: must contain a letter' });
  if (mobileNumber(phone) === undefined)
    throw new Problem('bad-request', 'The phone is no mobile number', { detail: `learner.phone: ${mobileNumberHint}` });
}

/**
 * `POST /sessions`: the site's server names the checkpoint that a learner is about to enter; the policy decides the
 * checks.
 */
export function sessionsRoute(app: FastifyInstance, verifier: VerifierDependencies): void {
  const { store, vault, clock, sites, learners } = verifier;
  app.post('/sessions', async (request): Promise<SessionReply | DryReply> => {
    const site = await authenticateSite(request, verifier);
    refuseOtherEncodings(request.body);
    const { learner, checkpoint, origin = null, methods: wanted, dry } = SessionRequest.parse(request.body);
    refuseUnknownPerson(learner);
    if (origin !== null && !site.origins.includes(origin)) {
      label(request, { origin });
      throw new Problem('forbidden-origin', 'The origin is not registered for this site');
    }

    const { policy, methods, allMethods, isOff, version, missing } = await sites.current(site.id);
    if (missing.length > 0)
      throw new Problem('maintenance', 'The site has not stated settings that only it can state', {
        detail: `${missing.join(', ')}: the site must state its own`,
        headers: { 'retry-after': '60' },
      });
    const now = clock.now();
    const known = await learners.find(site.id, learner.ref);
    const history = known ? await store.history(known, checkpoint.course, checkpoint.class) : [];
    const required = due(policy, checkpoint, history, now);
    if (!required.required) return required;
    const narrowed = { due: required.checkpoints, ...(wanted && { methods: wanted }) };
    const offersNothing = (from: Methods) => {
      const available = availableMethods(learner, from);
      return required.checkpoints.some(
        (_, position) => offers(policy, available, { ...narrowed, position }).length === 0,
      );
    };
    if (offersNothing(allMethods))
      throw new Problem('bad-request', 'None of these methods verifies this checkpoint', {
        detail: 'methods: the policy offers others',
      });
    if (offersNothing(await withoutBlocked(methods, { site: site.id, ref: learner.ref }, isOff))) throw switchedOff();
    if (dry) return { required: true };
    // a learner who returns from a provider's page resumes the session that waits for its result
    const wanting = { asked: checkpoint, origin, due: required.checkpoints, methods: wanted, learner };
    const same = (one: Session) =>
      isDeepStrictEqual(
        {
          asked: one.target,
          origin: one.origin,
          due: one.due.slice(one.position),
          methods: one.methods,
          learner: learnerOf(one, vault),
        },
        wanting,
      );
    const { ref } = await learners.seen(site.id, learner, known, now);
    const waiting = (await store.sessionsUnderWay({ site: site.id, ref }, now)).find(same);
    const id = waiting?.id ?? newId('se');
    const session: Session = waiting ?? {
      id,
      site: site.id,
      ref,
      learner: sealLearner(learner, id, vault),
      target: checkpoint,
      ...narrowed,
      position: 0,
      origin,
      ...(version !== 0 && { settingsVersion: version }),
      expiresAt: now + limits.session * 1000,
    };
    const [preview] = await Promise.all([
      previewOf(store, await sites.of(session), session, learner),
      waiting ? undefined : store.openSession(session),
    ]);
    const expiresIn = Math.ceil((session.expiresAt - now) / 1000);
    return { required: true, session: id, expiresIn, ...(preview && { preview }) };
  });
}
