import type { Challenge, ChallengeReply, Locked, Rejected, Verdict, Verified } from './contract.js';
import type { GateError } from './errors.js';

/** A challenge and when it came, in epoch milliseconds of the learner's own clock. */
export interface Asked {
  challenge: Challenge;
  since: number;
}

/** What to say at the field: a verdict of the verifier, or why something was not sent at all and so cost no try. */
export type Notice = Rejected | { status: 'unavailable' | 'length' | 'repeated' };

/** Where the gate is. A challenge is carried along for as long as its screen, with what the learner typed, must stay. */
export type State =
  | { phase: 'closed' }
  | { phase: 'requesting'; method?: string | undefined; asked?: Asked | undefined }
  | { phase: 'answering'; asked: Asked; notice?: Notice | undefined }
  | { phase: 'checking'; asked: Asked; attempt: string }
  | { phase: 'expired'; asked: Asked }
  | { phase: 'locked'; locked: Locked }
  | { phase: 'failed'; error: GateError; method?: string | undefined; asked?: Asked | undefined; attempt?: string | undefined }
  | { phase: 'verified'; asked: Asked; verified: Verified };

export type Phase = State['phase'];

/** What can happen. `now` is epoch milliseconds; the machine has no clock of its own. */
export type GateEvent =
  | { type: 'open'; method?: string | undefined }
  | { type: 'challenged'; reply: ChallengeReply; now: number }
  | { type: 'submit'; attempt: string }
  | { type: 'note'; notice: Notice | undefined }
  | { type: 'judged'; verdict: Exclude<Verdict, { status: 'pending' }> }
  | { type: 'deadline' }
  | { type: 'choose'; method: string }
  | { type: 'retry' }
  | { type: 'fail'; error: GateError }
  | { type: 'close' };

/** When a challenge ends, in epoch milliseconds of the learner's own clock. */
export const deadline = ({ challenge, since }: Asked) => since + challenge.expiresIn * 1000;

/**
 * The gate's rules: the next state, or the very same object where an event means nothing in a phase.
 * That "means nothing" is the whole protection against double submits and late answers.
 */
export function transition(state: State, event: GateEvent): State {
  if (event.type === 'close') return state.phase === 'closed' ? state : { phase: 'closed' };
  switch (state.phase) {
    case 'closed':
      return event.type === 'open' ? { phase: 'requesting', method: event.method } : state;

    case 'requesting':
      if (event.type === 'challenged')
        return event.reply.status === 'locked'
          ? { phase: 'locked', locked: event.reply }
          : { phase: 'answering', asked: { challenge: event.reply, since: event.now } };
      if (event.type === 'fail') return { ...state, phase: 'failed', error: event.error };
      return state;

    case 'answering':
      if (event.type === 'submit') return { phase: 'checking', asked: state.asked, attempt: event.attempt };
      if (event.type === 'note') return { ...state, notice: event.notice };
      if (event.type === 'deadline') return { phase: 'expired', asked: state.asked };
      if (event.type === 'choose') return { phase: 'requesting', method: event.method };
      return state;

    case 'checking':
      if (event.type === 'judged') return judged(state, event.verdict);
      if (event.type === 'fail') return { ...state, phase: 'failed', error: event.error };
      return state;

    case 'expired':
      if (event.type === 'retry') return { phase: 'requesting', method: state.asked.challenge.method, asked: state.asked };
      if (event.type === 'choose') return { phase: 'requesting', method: event.method };
      return state;

    case 'locked':
      return event.type === 'choose' ? { phase: 'requesting', method: event.method } : state;

    case 'failed':
      if (event.type === 'submit' && state.asked) return { phase: 'checking', asked: state.asked, attempt: event.attempt };
      // a lost reply: the same attempt again, so that it costs neither a try nor a token
      if (event.type === 'retry' && state.attempt && state.asked) return { phase: 'checking', asked: state.asked, attempt: state.attempt };
      if (event.type === 'retry') return { phase: 'requesting', method: state.method, asked: state.asked };
      return state;

    case 'verified':
      return state;
  }
}

function judged({ asked }: { asked: Asked }, verdict: Exclude<Verdict, { status: 'pending' }>): State {
  switch (verdict.status) {
    case 'verified':
      return { phase: 'verified', asked, verified: verdict };
    case 'rejected':
      // the last try is spent: the next challenge says how to get out
      return verdict.attemptsLeft === 0
        ? { phase: 'requesting', method: asked.challenge.method }
        : { phase: 'answering', asked: counted(asked, verdict), notice: verdict };
    case 'unavailable':
      return { phase: 'answering', asked, notice: { status: 'unavailable' } };
    case 'unlocked':
      return { phase: 'requesting', method: undefined };
    case 'expired':
      return { phase: 'expired', asked };
    case 'locked':
      return { phase: 'locked', locked: { help: asked.challenge.help, ...verdict } };
  }
}

/** The challenge with the tries that are left now. */
const counted = (asked: Asked, { attemptsLeft = asked.challenge.attemptsLeft }: Rejected): Asked => ({ ...asked, challenge: { ...asked.challenge, attemptsLeft } });
