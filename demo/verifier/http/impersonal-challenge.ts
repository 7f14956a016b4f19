import type { ChallengePreview, Learner, MethodId } from 'mo-otp-gate/contract';
import { limits } from '../domain/limits.js';
import type { Session } from '../domain/model.js';
import { availableMethods, offers, unlockMethods, withoutBlocked } from '../methods/offers.js';
import type { SiteAtVersion } from '../sites/directory.js';
import type { Store } from '../store/store.js';

/** The parts of a site that a challenge shows; `methods` are those that are available to the learner. */
type SiteShown = Pick<SiteAtVersion, 'policy' | 'help' | 'methods'>;
/** The parts of a session that a challenge shows. */
type SessionShown = Pick<Session, 'site' | 'ref' | 'due' | 'position' | 'methods'>;

/** The members of a challenge that are neither personal nor made for one challenge, but for `params` and `offers`. */
export async function impersonalChallenge(
  store: Store,
  { policy, help, methods }: SiteShown,
  session: SessionShown,
  method: MethodId,
): Promise<Omit<ChallengePreview, 'params' | 'offers'>> {
  const { kind, number, title } = session.due[session.position]!;
  return {
    method,
    checkpoint: {
      kind,
      ...(title !== undefined && { title }),
      ...(number !== undefined && { number }),
      step: { n: session.position + 1, of: session.due.length },
    },
    help,
    ...(methods[method]?.countsFailures && {
      attemptsLeft: limits.tries - (await store.failures(session, method)),
      unlock: unlockMethods(policy, methods),
    }),
  };
}

/**
 * The preview of a session's first challenge; undefined where the learner is locked or the first method has no `params`
 * in advance. Stores nothing.
 */
export async function previewOf(
  store: Store,
  settings: SiteShown & Pick<SiteAtVersion, 'isOff'>,
  session: SessionShown & Pick<Session, 'id'>,
  learner: Learner,
): Promise<ChallengePreview | undefined> {
  const site = {
    ...settings,
    methods: await withoutBlocked(availableMethods(learner, settings.methods), session, settings.isOff),
  };
  const offered = offers(site.policy, site.methods, session);
  const [method] = offered;
  const params = method && site.methods[method]?.sharedParams;
  if (!params) return undefined;
  const [locked, challenge] = await Promise.all([
    store.lockedMethods(session),
    impersonalChallenge(store, site, session, method),
  ]);
  if (locked.includes(method)) return undefined;
  return { ...challenge, params, offers: offered.filter((id) => !locked.includes(id)) };
}
