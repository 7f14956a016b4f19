import type { Topic } from '../case.js';
import { CaseSkipped } from '../errors.js';
import { matches, must, mustBeUnguessable, read, refused } from '../expect.js';

/** `POST /sessions`: a site's server opens a session. */
export const sessions: Topic = {
  'a site opens a session': async ({ openSession, nextLearner }) => {
    await openSession(nextLearner().learner);
  },

  'session ids are unique and do not follow from each other': async ({ openSession, nextLearner }) => {
    const { learner } = nextLearner();
    mustBeUnguessable([await openSession(learner), await openSession(learner), await openSession(learner)]);
  },

  'texts of the longest length are accepted': async ({ openSession, nextLearner, checkpoint }) => {
    const { learner } = nextLearner();
    const long = { ref: learner.ref.padEnd(128, 'r'), name: '가'.repeat(100) };
    await openSession(
      { ...learner, ...long },
      { checkpoint: { ...checkpoint, course: 'c'.repeat(150), class: 'k'.repeat(150), title: '제'.repeat(200) } },
    );
  },

  'longer texts open no session': async ({ postSession, nextLearner, checkpoint }) => {
    const { learner } = nextLearner();
    for (const long of [{ ref: 'r'.repeat(129) }, { name: '가'.repeat(101) }, { phone: '0'.repeat(33) }])
      refused(await postSession({ ...learner, ...long }), 'bad-request');
    for (const long of [{ course: 'c'.repeat(151) }, { class: 'k'.repeat(151) }, { title: '제'.repeat(201) }])
      refused(await postSession(learner, { checkpoint: { ...checkpoint, ...long } }), 'bad-request');
  },

  'methods narrows the offers': async ({ wire, openSession, nextLearner, pageHeaders }) => {
    const session = await openSession(nextLearner().learner, { methods: ['motp'] });
    const reply = read('ChallengeReply', await wire.post('/challenge', { session }, pageHeaders));
    must(reply.status === 'challenge' && reply.offers.join() === 'motp', 'motp as the only offer', reply);
  },

  'expiresIn is a duration, not a date': async ({ postSession, nextLearner }) => {
    const reply = read('SessionReply', await postSession(nextLearner().learner));
    must(reply.required && reply.expiresIn <= 86_400, 'expiresIn in seconds, a day at most', reply);
  },

  'a preview is the first challenge, without anything personal or made for one challenge': async (context) => {
    const { postSession, nextLearner, checkpoint, wire, pageHeaders } = context;
    const { learner } = nextLearner();
    const reply = read('SessionReply', await postSession(learner, { checkpoint: { ...checkpoint, number: 9 } }));
    must(reply.required, 'a session', reply);
    const { session, preview } = reply;
    if (!preview) throw new CaseSkipped('needs a verifier that sends a preview');
    const sent = JSON.stringify(preview);
    for (const personal of [learner.ref, learner.name, learner.phone])
      must(!sent.includes(personal), 'a preview without ref, name and phone', preview);
    const challenge = read('ChallengeReply', await wire.post('/challenge', { session }, pageHeaders));
    matches(challenge, preview);
  },

  'without a site secret no session is opened': async ({ wire, checkpoint, nextLearner }) => {
    refused(await wire.post('/sessions', { learner: nextLearner().learner, checkpoint }), 'unknown-session');
  },

  'an unknown site secret opens no session': async ({ wire, checkpoint, nextLearner, settings }) => {
    const body = { learner: nextLearner().learner, checkpoint };
    for (const authorization of ['Bearer made-up', `Bearer ${settings.secret}x`, `Basic ${settings.secret}`])
      refused(await wire.post('/sessions', body, { authorization }), 'unknown-session');
  },

  'an unregistered origin opens no session': async ({ postSession, nextLearner }) => {
    refused(await postSession(nextLearner().learner, { origin: 'https://stranger.example' }), 'forbidden-origin');
  },

  'unknown members are ignored': async ({ postSession, nextLearner, checkpoint }) => {
    const reply = await postSession({ ...nextLearner().learner, shoeSize: 270 } as never, {
      checkpoint: { ...checkpoint, weather: 'rain' },
      extra: [1],
    });
    must(read('SessionReply', reply).required, 'a session', reply.body);
  },

  'an incomplete learner opens no session': async ({ postSession, nextLearner }) => {
    const { learner } = nextLearner();
    for (const wrong of [{ ref: '' }, { name: '' }, { name: 7 }, { phone: undefined }, { birthDate: '2000-13-01' }])
      refused(await postSession({ ...learner, ...wrong } as never), 'bad-request');
  },

  'an invalid checkpoint opens no session': async ({ postSession, nextLearner, checkpoint }) => {
    for (const wrong of [{ kind: 'party' }, { course: '' }, { class: undefined }, { number: 1.5 }])
      refused(await postSession(nextLearner().learner, { checkpoint: { ...checkpoint, ...wrong } }), 'bad-request');
  },

  'a dry request says whether verification is due and opens no session': async ({ postSession, nextLearner }) => {
    const reply = await postSession(nextLearner().learner, { dry: true });
    must(read('DryReply', reply).required, 'required, because the checkpoint is verified at every entry', reply.body);
    if ('session' in (reply.body as object)) throw new CaseSkipped('needs a verifier that knows dry');
  },

  'a dry request is refused like any other': async ({ wire, postSession, nextLearner, checkpoint }) => {
    const { learner } = nextLearner();
    refused(await wire.post('/sessions', { learner, checkpoint, dry: true }), 'unknown-session');
    refused(await postSession(learner, { origin: 'https://stranger.example', dry: true }), 'forbidden-origin');
    refused(await postSession({ ...learner, name: '' }, { dry: true }), 'bad-request');
    refused(await postSession(learner, { dry: 'yes' }), 'bad-request');
  },

  'a phone other than a mobile number opens no session': async ({ postSession, nextLearner }) => {
    for (const phone of ['02-000-1234', '010-0000-12', 'phone'])
      refused(await postSession({ ...nextLearner().learner, phone }), 'bad-request');
  },

  'text that is not UTF-8 opens no session': async ({ postSession, nextLearner }) => {
    const { learner } = nextLearner();
    refused(await postSession({ ...learner, name: `${learner.name}\ufffd` }), 'bad-request');
  },
};
