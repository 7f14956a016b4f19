import type { Topic } from '../case.js';
import { must, read, refused } from '../expect.js';

/** `POST /sessions`: a site's server says where a learner is about to go. */
export const sessions: Topic = {
  'a site opens one for a learner': async ({ session, someone }) => {
    await session(someone().learner);
  },

  'every one has an id of its own': async ({ session, someone }) => {
    const { learner } = someone();
    const ids = [await session(learner), await session(learner), await session(learner)];
    must(new Set(ids).size === 3, 'three different ids', ids);
  },

  'it lasts for a duration, not until a date': async ({ enter, someone }) => {
    const reply = read('SessionReply', await enter(someone().learner));
    must(reply.required && reply.expiresIn <= 86_400, 'expiresIn in seconds, a day at most', reply);
  },

  'no site secret, no session': async ({ wire, checkpoint, someone }) => {
    refused(await wire.post('/sessions', { learner: someone().learner, checkpoint }), 'unknown-session');
  },

  'a made-up site secret opens none': async ({ wire, checkpoint, someone, settings }) => {
    const body = { learner: someone().learner, checkpoint };
    for (const authorization of ['Bearer made-up', `Bearer ${settings.secret}x`, `Basic ${settings.secret}`])
      refused(await wire.post('/sessions', body, { authorization }), 'unknown-session');
  },

  'an origin that the site never registered opens none': async ({ enter, someone }) => {
    refused(await enter(someone().learner, { origin: 'https://stranger.example' }), 'forbidden-origin');
  },

  'members that the contract does not name are ignored': async ({ enter, someone, checkpoint }) => {
    const reply = await enter({ ...someone().learner, shoeSize: 270 } as never, {
      checkpoint: { ...checkpoint, weather: 'rain' },
      extra: [1],
    });
    must(read('SessionReply', reply).required, 'a session', reply.body);
  },

  'half a learner opens none': async ({ enter, someone }) => {
    const { learner } = someone();
    for (const wrong of [{ ref: '' }, { name: '' }, { name: 7 }, { phone: undefined }, { birthDate: '2000-13-01' }])
      refused(await enter({ ...learner, ...wrong } as never), 'bad-request');
  },

  'an unknown kind of checkpoint opens none': async ({ enter, someone, checkpoint }) => {
    for (const wrong of [{ kind: 'party' }, { course: '' }, { class: undefined }, { number: 1.5 }])
      refused(await enter(someone().learner, { checkpoint: { ...checkpoint, ...wrong } }), 'bad-request');
  },
};
