import type { Challenge, ChallengeReply, Locked, Rejected, Verdict, Verified } from './contract.js';
import type { GateError } from './errors.js';

/** A challenge and when it came, in epoch milliseconds of the learner's own clock. */
export interface Asked {
  challenge: Challenge;
  since: number;
}

/** Why a method has no proof to send: the code is incomplete, the browser let no window open. */
export type Unready = 'length' | 'blocked';

/** What to say at the field: a verdict of the verifier, or why something was not sent at all and so cost no try. */
export type Notice = Rejected | { status: 'unavailable' | 'repeated' | Unready };

/** Where the gate is. A challenge is carried along for as long as its screen, with what the learner typed, must stay. */
export type State =
  | { phase: 'closed' }
  | { phase: 'requesting'; method?: string | undefined; asked?: Asked | undefined; notice?: Notice | undefined }
  | { phase: 'answering'; asked: Asked; notice?: Notice | undefined }
  | { phase: 'checking'; asked: Asked; attempt: string }
  | { phase: 'expired'; asked: Asked }
  | { phase: 'locked'; locked: Locked }
  | {
      phase: 'failed';
      error: GateError;
      method?: string | undefined;
      asked?: Asked | undefined;
      attempt?: string | undefined;
    }
  | { phase: 'verified'; asked: Asked; verified: Verified };

export type Phase = State['phase'];

/** A verdict that settles something. */
export type Settled = Exclude<Verdict, { status: 'pending' }>;

/** What can happen. `now` is epoch milliseconds; the machine has no clock of its own. */
export type GateEvent =
  | { type: 'open' | 'retry' | 'deadline' | 'cancel' | 'close' }
  | { type: 'challenged'; reply: ChallengeReply; now: number }
  | { type: 'submit'; attempt: string }
  | { type: 'resume'; asked: Asked; attempt: string }
  | { type: 'note'; notice: Notice | undefined }
  | { type: 'judged'; verdict: Settled }
  | { type: 'choose'; method: string }
  | { type: 'fail'; error: GateError };

/** When a challenge ends, in epoch milliseconds of the learner's own clock. */
export const deadline = ({ challenge, since }: Asked) => since + challenge.expiresIn * 1000;

/** Whether the check is made on another page than the gate's, and so outlives it. */
export const isElsewhere = ({ challenge: { params } }: Asked) => 'url' in params;

/** Whether a check takes its time (a page elsewhere, a captcha), so that a learner may leave it. A code's is over at once. */
export const lasts = (asked: Asked) => isElsewhere(asked) || 'kind' in asked.challenge.params;

/**
 * The gate's rules: the next state, or the very same object where an event means nothing in a phase.
 * That "means nothing" is the whole protection against double submits and late answers.
 */
export function transition(state: State, event: GateEvent): State {
  const { phase } = state;
  switch (event.type) {
    case 'close':
      return phase === 'closed' ? state : { phase: 'closed' };
    case 'open':
      return phase === 'closed' ? { phase: 'requesting' } : state;
    case 'choose':
      return phase === 'answering' ||
        phase === 'expired' ||
        phase === 'locked' ||
        (phase === 'checking' && lasts(state.asked))
        ? { phase: 'requesting', method: event.method }
        : state;
    case 'cancel':
      return phase === 'checking' && lasts(state.asked) ? { phase: 'answering', asked: state.asked } : state;
    case 'resume':
      return phase === 'requesting' ? { phase: 'checking', asked: event.asked, attempt: event.attempt } : state;
    case 'deadline':
      return phase === 'answering' ? { phase: 'expired', asked: state.asked } : state;
    case 'note':
      // typing on takes a hint away, but not the verifier's word
      return phase === 'answering' && (event.notice || state.notice?.status !== 'rejected')
        ? { ...state, notice: event.notice }
        : state;
    case 'challenged':
      if (phase !== 'requesting') return state;
      return event.reply.status === 'locked'
        ? { phase: 'locked', locked: event.reply }
        : { phase: 'answering', asked: { challenge: event.reply, since: event.now }, notice: state.notice };
    case 'submit':
      return (phase === 'answering' || phase === 'failed') && state.asked
        ? { phase: 'checking', asked: state.asked, attempt: event.attempt }
        : state;
    case 'judged':
      return phase === 'checking' ? judged(state.asked, event.verdict) : state;
    case 'fail':
      if (phase !== 'requesting' && phase !== 'checking') return state;
      // a way that is not offered here is not asked for again
      return {
        ...state,
        ...(event.error.code === 'unsupported-method' && { method: undefined }),
        phase: 'failed',
        error: event.error,
      };
    case 'retry':
      if (phase === 'expired') return { phase: 'requesting', method: state.asked.challenge.method, asked: state.asked };
      if (phase !== 'failed') return state;
      // a lost reply: the same attempt again, so that it costs neither a try nor a token
      return state.attempt && state.asked
        ? { phase: 'checking', asked: state.asked, attempt: state.attempt }
        : { phase: 'requesting', method: state.method, asked: state.asked };
  }
}

function judged(asked: Asked, verdict: Settled): State {
  const { challenge } = asked;
  switch (verdict.status) {
    case 'verified':
      return { phase: 'verified', asked, verified: verdict };
    case 'expired':
      return { phase: 'expired', asked };
    case 'unavailable':
      return { phase: 'answering', asked, notice: { status: 'unavailable' } };
    case 'unlocked':
      // registering a browser goes on with the same way, everything else with what the verifier asks for next
      return { phase: 'requesting', method: 'state' in challenge.params ? challenge.method : undefined };
    case 'locked':
      return { phase: 'locked', locked: { help: challenge.help, ...verdict } };
    case 'rejected': {
      const { attemptsLeft = challenge.attemptsLeft } = verdict;
      // after the last try the next challenge says how to get out
      if (attemptsLeft === 0) return { phase: 'requesting', method: challenge.method };
      // a captcha and an identity check can be answered once
      if (lasts(asked)) return { phase: 'requesting', method: challenge.method, asked, notice: verdict };
      return { phase: 'answering', asked: { ...asked, challenge: { ...challenge, attemptsLeft } }, notice: verdict };
    }
  }
}
