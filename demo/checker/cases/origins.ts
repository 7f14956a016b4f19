import { type Topic } from '../case.js';
import { NotTried } from '../outcome.js';
import { matches, refused } from '../expect.js';

const stranger = { origin: 'https://stranger.example' };

/** A session is used from its site's pages, and from no other page. */
export const origins: Topic = {
  'a page of another site is asked nothing': async ({ session, someone, ask }) => {
    const id = await session(someone().learner);
    refused(await ask(id, stranger), 'forbidden-origin');
  },

  'origins that only look alike are other sites': async ({ session, someone, ask, origin }) => {
    const id = await session(someone().learner);
    for (const alike of [`${origin}.example`, `${origin}0`, 'null'])
      refused(await ask(id, { origin: alike }), 'forbidden-origin');
  },

  'a page of another site answers nothing, and costs no try': async ({ visitor, send, question }) => {
    const { session, person, question: asked } = await visitor();
    const [wrong] = person.wrongCodes(asked, 1);
    refused(await send(asked.id, wrong!, undefined, stranger), 'forbidden-origin');
    refused(await send(asked.id, await person.rightCode(asked), undefined, stranger), 'forbidden-origin');
    matches(await question(session), { attemptsLeft: 5 });
  },

  'a session that names an origin is used from there': async ({ visitor, origin, answer }) => {
    const { person, question } = await visitor({ origin });
    matches(await answer(question.id, await person.rightCode(question)), { status: 'verified' });
  },

  'and from no other origin of the same site': async ({ session, someone, ask, settings }) => {
    const [one, other] = settings.origins;
    if (!one || !other) throw new NotTried('needs a second --origin');
    const id = await session(someone().learner, { origin: one });
    refused(await ask(id, { origin: other }), 'forbidden-origin');
  },

  'a session that names none is used from all of the site’s origins': async ({ session, someone, ask, settings }) => {
    const id = await session(someone().learner);
    for (const origin of settings.origins) matches((await ask(id, { origin })).body as object, { status: 'challenge' });
  },
};
