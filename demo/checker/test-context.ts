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
import { CaseSkipped } from './errors.js';
import { matches, must, read } from './expect.js';
import type { VerifierClock } from './verifier-clock.js';
import { openPerson, type Person } from './person.js';
import type { Settings } from './settings.js';
import { openWire, type Exchange, type Reply } from './wire.js';

/** The functions of cases: requests of the site's server and of a learner's page, test learners, time. */
export type TestContext = ReturnType<typeof createTestContext>;

/** `onExchange` is called with each request and its reply. */
export function createTestContext(
  settings: Settings,
  verifierClock: VerifierClock,
  onExchange: (exchange: Exchange) => void = () => {},
) {
  const wire = openWire(settings.verifier, verifierClock, onExchange);
  const people = settings.learners.map((learner) => openPerson(learner, verifierClock));
  const origin = settings.origins[0]!;
  const pageHeaders = { origin };
  const checkpoint = { kind: settings.checkpoint, course: 'check-course', class: 'check-class' };

  // ---- requests of the site's server

  const siteHeaders = { authorization: `Bearer ${settings.secret}` };
  const postSession = (learner: Learner, more: object = {}) =>
    wire.post('/sessions', { learner, checkpoint, ...more }, siteHeaders);
  /** Opens a session; fails when the verifier's policy requires none. */
  async function openSession(learner: Learner, more: Partial<SessionRequest> = {}): Promise<string> {
    const reply = read('SessionReply', await postSession(learner, more));
    must(reply.required, `a session, because ${checkpoint.kind} is verified at every entry`, reply);
    return reply.session;
  }
  const redeem = async (token: string, idempotencyKey?: string): Promise<SiteverifyReply> =>
    read('SiteverifyReply', await wire.post('/siteverify', { token, idempotencyKey }, siteHeaders));

  // ---- requests of the learner's page

  const postChallenge = (session: string, headers: Record<string, string> = pageHeaders): Promise<Reply> =>
    wire.post('/challenge', { session, method: 'motp' }, headers);
  const challengeReply = async (session: string): Promise<ChallengeReply> =>
    read('ChallengeReply', await postChallenge(session));
  /** Requests a challenge for a code of the phone app; fails when the reply is anything else. */
  async function openChallenge(session: string): Promise<Challenge & { method: 'motp' }> {
    const reply = await challengeReply(session);
    must(reply.status === 'challenge' && reply.method === 'motp', 'a challenge for motp', reply);
    return reply;
  }
  const postVerify = (
    challenge: string,
    code: string,
    attempt: string = randomUUID(),
    headers: Record<string, string> = pageHeaders,
  ): Promise<Reply> => wire.post('/verify', { challenge, attempt, proof: { code } }, headers);
  const submitCode = async (challenge: string, code: string, attempt?: string): Promise<Verdict> =>
    read('Verdict', await postVerify(challenge, code, attempt));

  // ---- test learners

  /** The test learner whose last right code is the oldest, under a `ref` that the verifier has not seen. */
  function nextLearner(): { person: Person; learner: Learner } {
    const person = people.reduce((first, other) => (other.lastStep() < first.lastStep() ? other : first));
    return { person, learner: person.learner() };
  }
  /** A learner with an open session and a challenge. */
  async function learnerAtGate(more: Partial<SessionRequest> = {}) {
    const next = nextLearner();
    const session = await openSession(next.learner, more);
    return { ...next, session, challenge: await openChallenge(session) };
  }

  return {
    settings,
    wire,
    origin,
    pageHeaders,
    checkpoint,
    siteHeaders,
    postSession,
    openSession,
    redeem,
    postChallenge,
    challengeReply,
    openChallenge,
    postVerify,
    submitCode,
    nextLearner,
    learnerAtGate,

    /** Two different test learners. @throws CaseSkipped when the settings name only one */
    twoLearners(): [{ person: Person; learner: Learner }, { person: Person; learner: Learner }] {
      const [one, other] = people;
      if (!one || !other) throw new CaseSkipped('needs a second learner in --learners');
      return [
        { person: one, learner: one.learner() },
        { person: other, learner: other.learner() },
      ];
    },

    /** A learner whose right code was accepted, with the verdict that carries the token. */
    async verifiedLearner(more: Partial<SessionRequest> = {}) {
      const atGate = await learnerAtGate(more);
      const verdict = await submitCode(atGate.challenge.id, await atGate.person.rightCode(atGate.challenge));
      matches(verdict, { status: 'verified' });
      return { ...atGate, verdict: verdict as Verified };
    },

    /** A learner at the gate in the middle of a time step, whose codes of the steps around it are not used. */
    async learnerInStep() {
      const { person, learner, challenge } = await learnerAtGate();
      await advanceClock(4.5 * person.period - ((challenge.time / 1000) % person.period));
      return { person, challenge: await openChallenge(await openSession(learner)) };
    },

    /** A token of the other site, for a learner of this one. @throws CaseSkipped where the settings do not know it */
    async tokenOfOtherSite(): Promise<string> {
      const { otherSecret, otherOrigin } = settings;
      if (!otherSecret || !otherOrigin) throw new CaseSkipped('needs --other-secret and --other-origin');
      const { person, learner } = nextLearner();
      const headers = { origin: otherOrigin };
      const opened = await wire.post('/sessions', { learner, checkpoint }, { authorization: `Bearer ${otherSecret}` });
      const session = read('SessionReply', opened);
      must(session.required, 'a session of the other site', session);
      const challenge = read('ChallengeReply', await postChallenge(session.session, headers));
      must(challenge.status === 'challenge', 'a challenge', challenge);
      const code = await person.rightCode(challenge);
      const verdict = read('Verdict', await postVerify(challenge.id, code, undefined, headers));
      must(verdict.status === 'verified', '"verified"', verdict);
      return verdict.token;
    },

    advanceClock,
  };

  /** Advances the verifier's clock. @throws CaseSkipped where that would mean waiting */
  async function advanceClock(seconds: number) {
    if (!verifierClock.adjustable) throw new CaseSkipped('needs --clock');
    await verifierClock.advance(Math.ceil(seconds));
  }
}
