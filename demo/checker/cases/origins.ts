import { type Topic } from '../case.js';
import { CaseSkipped } from '../errors.js';
import { matches, refused } from '../expect.js';

const stranger = { origin: 'https://stranger.example' };

/** A session works from its site's origins only. */
export const origins: Topic = {
  'another origin gets no challenge': async ({ openSession, nextLearner, postChallenge }) => {
    const id = await openSession(nextLearner().learner);
    refused(await postChallenge(id, stranger), 'forbidden-origin');
  },

  'origins are compared exactly': async ({ openSession, nextLearner, postChallenge, origin }) => {
    const id = await openSession(nextLearner().learner);
    for (const alike of [`${origin}.example`, `${origin}0`, 'null'])
      refused(await postChallenge(id, { origin: alike }), 'forbidden-origin');
  },

  'another origin cannot submit a code, nor use up a try': async ({ learnerAtGate, postVerify, openChallenge }) => {
    const { session, person, challenge } = await learnerAtGate();
    const [wrong] = person.wrongCodes(challenge, 1);
    refused(await postVerify(challenge.id, wrong!, undefined, stranger), 'forbidden-origin');
    refused(await postVerify(challenge.id, await person.rightCode(challenge), undefined, stranger), 'forbidden-origin');
    matches(await openChallenge(session), { attemptsLeft: 5 });
  },

  'a page of another site gets no challenge': async ({ openSession, nextLearner, postChallenge, settings }) => {
    const { otherOrigin } = settings;
    if (!otherOrigin) throw new CaseSkipped('needs --other-origin');
    const id = await openSession(nextLearner().learner);
    refused(await postChallenge(id, { origin: otherOrigin }), 'forbidden-origin');
  },

  'a session bound to an origin works from it': async ({ learnerAtGate, origin, submitCode }) => {
    const { person, challenge } = await learnerAtGate({ origin });
    matches(await submitCode(challenge.id, await person.rightCode(challenge)), { status: 'verified' });
  },

  'a session bound to an origin works from no other origin of its site': async ({
    openSession,
    nextLearner,
    postChallenge,
    settings,
  }) => {
    const [one, other] = settings.origins;
    if (!one || !other) throw new CaseSkipped('needs a second --origin');
    const id = await openSession(nextLearner().learner, { origin: one });
    refused(await postChallenge(id, { origin: other }), 'forbidden-origin');
  },

  'an unbound session works from every origin of its site': async ({
    openSession,
    nextLearner,
    postChallenge,
    settings,
  }) => {
    const id = await openSession(nextLearner().learner);
    for (const origin of settings.origins)
      matches((await postChallenge(id, { origin })).body as object, { status: 'challenge' });
  },
};
