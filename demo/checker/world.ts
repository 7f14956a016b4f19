import { randomUUID } from 'node:crypto';
import type {
  Challenge,
  ChallengeReply,
  Learner,
  SessionRequest,
  SiteverifyReply,
  Verdict,
  Verified,
} from 'mo-otp-gate/contract';
import { NotTried } from './outcome.js';
import { matches, must, read } from './expect.js';
import type { Passage } from './passage.js';
import { openPerson, type Person } from './person.js';
import type { Settings } from './settings.js';
import { openWire, type Reply } from './wire.js';

/** Everything around a verifier: a site's server, its learners at their browsers, and time. What cases are written in. */
export type World = ReturnType<typeof openWorld>;

export function openWorld(settings: Settings, passage: Passage) {
  const wire = openWire(settings.verifier, passage);
  const people = settings.learners.map((learner) => openPerson(learner, passage));
  const origin = settings.origins[0]!;
  const page = { origin };
  const checkpoint = { kind: settings.checkpoint, course: 'check-course', class: 'check-class' };

  // ---- what a site's server does

  const asSite = { authorization: `Bearer ${settings.secret}` };
  const enter = (learner: Learner, more: object = {}) =>
    wire.post('/sessions', { learner, checkpoint, ...more }, asSite);
  /** Opens a session, which the verifier's policy must ask for. */
  async function session(learner: Learner, more: Partial<SessionRequest> = {}): Promise<string> {
    const reply = read('SessionReply', await enter(learner, more));
    must(reply.required, `a session, because ${checkpoint.kind} is verified at every entry`, reply);
    return reply.session;
  }
  const redeem = async (token: string): Promise<SiteverifyReply> =>
    read('SiteverifyReply', await wire.post('/siteverify', { token }, asSite));

  // ---- what a learner's page does

  const ask = (id: string, from: Record<string, string> = page): Promise<Reply> =>
    wire.post('/challenge', { session: id, method: 'motp' }, from);
  const asked = async (id: string): Promise<ChallengeReply> => read('ChallengeReply', await ask(id));
  /** Asks for a code of the phone app, which must be asked for. */
  async function question(id: string): Promise<Challenge & { method: 'motp' }> {
    const reply = await asked(id);
    must(reply.status === 'challenge' && reply.method === 'motp', 'a challenge for motp', reply);
    return reply;
  }
  const send = (
    challenge: string,
    code: string,
    attempt: string = randomUUID(),
    from: Record<string, string> = page,
  ): Promise<Reply> => wire.post('/verify', { challenge, attempt, proof: { code } }, from);
  const answer = async (challenge: string, code: string, attempt?: string): Promise<Verdict> =>
    read('Verdict', await send(challenge, code, attempt));

  // ---- who there is

  /** The test learner whose last right code is longest ago, as a learner that the site has not sent before. */
  function someone(): { person: Person; learner: Learner } {
    const person = people.reduce((first, other) => (other.lastStep() < first.lastStep() ? other : first));
    return { person, learner: person.learner() };
  }
  /** Someone at the gate, with the question before them. */
  async function visitor(more: Partial<SessionRequest> = {}) {
    const who = someone();
    const id = await session(who.learner, more);
    return { ...who, session: id, question: await question(id) };
  }

  return {
    settings,
    wire,
    origin,
    page,
    checkpoint,
    asSite,
    enter,
    session,
    redeem,
    ask,
    asked,
    question,
    send,
    answer,
    someone,
    visitor,

    /** Two learners who are different people. */
    two(): [{ person: Person; learner: Learner }, { person: Person; learner: Learner }] {
      const [one, other] = people;
      if (!one || !other) throw new NotTried('needs a second learner in --learners');
      return [
        { person: one, learner: one.learner() },
        { person: other, learner: other.learner() },
      ];
    },

    /** Someone who has answered with the right code, and the token for it. */
    async verified(more: Partial<SessionRequest> = {}) {
      const who = await visitor(more);
      const verdict = await answer(who.question.id, await who.person.rightCode(who.question));
      matches(verdict, { status: 'verified' });
      return { ...who, verdict: verdict as Verified };
    },

    /** Lets time go by, where that costs none. */
    async later(seconds: number) {
      if (!passage.moves) throw new NotTried('needs --clock');
      await passage.pass(seconds);
    },
  };
}
