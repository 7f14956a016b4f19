import type { Challenge, ChallengeReply, Locked, Rejected, Verdict, Verified } from './contract.js';
import type { GateError } from './errors.js';

/** A challenge and when it came, in epoch milliseconds of the learner's own clock. */
export interface IssuedChallenge {
  challenge: Challenge;
  receivedAt: number;
}

/** Why a method has no proof to send: the code is incomplete, the browser let no window open. */
export type ProofError = 'length' | 'blocked';

/** What to say at the field: a verdict of the verifier, or why something was not sent at all and so cost no try. */
export type Notice = Rejected | { status: 'unavailable' | 'repeated' | ProofError };

/** Where the gate is. A challenge is carried along for as long as its screen, with what the learner typed, must stay. */
export type State =
  | { phase: 'closed' }
  | {
      phase: 'requesting';
      method?: string | undefined;
      issued?: IssuedChallenge | undefined;
      notice?: Notice | undefined;
    }
  | { phase: 'answering'; issued: IssuedChallenge; notice?: Notice | undefined }
  | { phase: 'checking'; issued: IssuedChallenge; attempt: string }
  | { phase: 'expired'; issued: IssuedChallenge }
  | { phase: 'locked'; locked: Locked }
  | {
      phase: 'failed';
      error: GateError;
      method?: string | undefined;
      issued?: IssuedChallenge | undefined;
      attempt?: string | undefined;
    }
  | { phase: 'verified'; issued: IssuedChallenge; verified: Verified };

export type Phase = State['phase'];

/** A verdict that settles something. */
export type FinalVerdict = Exclude<Verdict, { status: 'pending' }>;

/** What can happen. `now` is epoch milliseconds; the machine has no clock of its own. */
export type GateEvent =
  | { type: 'open' | 'retry' | 'deadline' | 'cancel' | 'close' }
  | { type: 'challenged'; reply: ChallengeReply; now: number }
  | { type: 'submit'; attempt: string }
  | { type: 'resume'; issued: IssuedChallenge; attempt: string }
  | { type: 'note'; notice: Notice | undefined }
  | { type: 'judged'; verdict: FinalVerdict }
  | { type: 'choose'; method: string }
  | { type: 'fail'; error: GateError };

/** When a challenge ends, in epoch milliseconds of the learner's own clock. */
export const deadline = ({ challenge, receivedAt }: IssuedChallenge) => receivedAt + challenge.expiresIn * 1000;

/** Whether the check is made on another page than the gate's, and so outlives it. */
export const isElsewhere = ({ challenge: { params } }: IssuedChallenge) => 'url' in params;

/** Whether a check takes its time (a page elsewhere, a captcha), so that a learner may leave it. A code's is over at once. */
export const isLongRunning = (issued: IssuedChallenge) => isElsewhere(issued) || 'kind' in issued.challenge.params;

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
        (phase === 'checking' && isLongRunning(state.issued))
        ? { phase: 'requesting', method: event.method }
        : state;
    case 'cancel':
      return phase === 'checking' && isLongRunning(state.issued) ? { phase: 'answering', issued: state.issued } : state;
    case 'resume':
      return phase === 'requesting' ? { phase: 'checking', issued: event.issued, attempt: event.attempt } : state;
    case 'deadline':
      return phase === 'answering' ? { phase: 'expired', issued: state.issued } : state;
    case 'note':
      // typing on takes a hint away, but not the verifier's word
      return phase === 'answering' && (event.notice || state.notice?.status !== 'rejected')
        ? { ...state, notice: event.notice }
        : state;
    case 'challenged':
      if (phase !== 'requesting') return state;
      return event.reply.status === 'locked'
        ? { phase: 'locked', locked: event.reply }
        : { phase: 'answering', issued: { challenge: event.reply, receivedAt: event.now }, notice: state.notice };
    case 'submit':
      return (phase === 'answering' || phase === 'failed') && state.issued
        ? { phase: 'checking', issued: state.issued, attempt: event.attempt }
        : state;
    case 'judged':
      return phase === 'checking' ? judged(state.issued, event.verdict) : state;
    case 'fail':
      if (phase !== 'requesting' && phase !== 'checking') return state;
      // a way that is not offered here is not requested again
      return {
        ...state,
        ...(event.error.code === 'unsupported-method' && { method: undefined }),
        phase: 'failed',
        error: event.error,
      };
    case 'retry':
      if (phase === 'expired')
        return { phase: 'requesting', method: state.issued.challenge.method, issued: state.issued };
      if (phase !== 'failed') return state;
      // a lost reply: the same attempt again, so that it costs neither a try nor a token
      return state.attempt && state.issued
        ? { phase: 'checking', issued: state.issued, attempt: state.attempt }
        : { phase: 'requesting', method: state.method, issued: state.issued };
  }
}

function judged(issued: IssuedChallenge, verdict: FinalVerdict): State {
  const { challenge } = issued;
  switch (verdict.status) {
    case 'verified':
      return { phase: 'verified', issued, verified: verdict };
    case 'expired':
      return { phase: 'expired', issued };
    case 'unavailable':
      return { phase: 'answering', issued, notice: { status: 'unavailable' } };
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
      if (isLongRunning(issued)) return { phase: 'requesting', method: challenge.method, issued, notice: verdict };
      return { phase: 'answering', issued: { ...issued, challenge: { ...challenge, attemptsLeft } }, notice: verdict };
    }
  }
}
