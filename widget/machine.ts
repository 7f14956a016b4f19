import type { Challenge, Locked, Rejected, Verdict, Verified } from './contract.js';
import type { GateError } from './errors.js';
import { isLongRunning, type IssuedChallenge } from './issued-challenge.js';
import type { ProofError } from './methods/proof.js';

/** The message at the field: a rejection, or the reason why nothing was sent and no attempt was counted. */
export type Notice =
  | Rejected
  /** `retryIn` is seconds. */
  | { status: 'unavailable'; retryIn: number }
  /** `done` is the challenge that led here: a step of several, or the one that lifted the lock. */
  | { status: 'unlocked'; done: Challenge }
  | { status: 'new-code' | 'repeated' | ProofError };

/** The gate's state. A challenge is carried along for as long as its screen, with what the learner typed, must stay. */
export type State =
  | { phase: 'closed' }
  | {
      phase: 'requesting';
      method?: string | undefined;
      issued?: IssuedChallenge | undefined;
      notice?: Notice | undefined;
      waitUntil?: number | undefined;
      /** `issued` is made of a preview: its field may be filled in, but only the challenge can be answered. */
      preview?: true | undefined;
      /** The attempt that is sent when the challenge arrives. */
      attempt?: string | undefined;
    }
  /** Until `waitUntil` (epoch milliseconds of the learner's own clock) the app's code is spent, or the method rests. */
  | { phase: 'answering'; issued: IssuedChallenge; notice?: Notice | undefined; waitUntil?: number | undefined }
  | { phase: 'checking'; issued: IssuedChallenge; attempt: string }
  | { phase: 'expired'; issued: IssuedChallenge }
  | { phase: 'locked'; locked: Locked }
  | {
      phase: 'failed';
      error: GateError;
      method?: string | undefined;
      issued?: IssuedChallenge | undefined;
      /** As in `requesting`: the challenge did not arrive, and what was typed into its preview stays. */
      preview?: true | undefined;
      attempt?: string | undefined;
    }
  | { phase: 'verified'; issued: IssuedChallenge; verified: Verified };

export type Phase = State['phase'];

/** A verdict that ends the phase `checking`. */
export type FinalVerdict = Exclude<Verdict, { status: 'pending' }>;

/** An input of the machine, which has no clock of its own. */
export type GateEvent =
  | { type: 'open' | 'retry' | 'deadline' | 'waited' | 'cancel' | 'close' }
  | { type: 'previewed' | 'challenged'; issued: IssuedChallenge }
  | { type: 'locked'; locked: Locked }
  | { type: 'submit'; attempt: string }
  | { type: 'resume'; issued: IssuedChallenge; attempt: string }
  | { type: 'note'; notice: Notice | undefined }
  /** `waitUntil` (epoch milliseconds): when the app's next code comes, or when an unavailable method may be retried. */
  | { type: 'judged'; verdict: FinalVerdict; waitUntil?: number | undefined }
  | { type: 'choose'; method: string }
  | { type: 'fail'; error: GateError };

/**
 * The next state, or the very same object where an event is not valid in a phase. Ignoring invalid events is the whole
 * protection against double submits and late replies.
 */
export function transition(state: State, event: GateEvent): State {
  const { phase } = state;
  switch (event.type) {
    case 'close':
      return phase === 'closed' ? state : { phase: 'closed' };
    case 'open':
      return phase === 'closed' ? { phase: 'requesting' } : state;
    case 'choose':
      return /answering|expired|locked|failed/.test(phase) ||
        isPreview(state) ||
        (phase === 'checking' && isLongRunning(state.issued))
        ? { phase: 'requesting', method: event.method }
        : state;
    case 'cancel':
      return phase === 'checking' && isLongRunning(state.issued) ? { phase: 'answering', issued: state.issued } : state;
    case 'resume':
      return phase === 'requesting' ? { phase: 'checking', issued: event.issued, attempt: event.attempt } : state;
    case 'deadline':
      return phase === 'answering' ? { phase: 'expired', issued: state.issued } : state;
    case 'waited':
      return phase === 'answering' && state.waitUntil
        ? {
            phase,
            issued: state.issued,
            notice: state.notice?.status === 'unavailable' ? state.notice : { status: 'new-code' },
          }
        : state;
    case 'note':
      // typing on clears a hint, but not the verifier's verdict
      return (phase === 'answering' || (phase === 'requesting' && isPreview(state))) &&
        (event.notice || !(state.waitUntil || state.notice?.status === 'rejected'))
        ? { ...state, notice: event.notice }
        : state;
    case 'previewed':
      return phase === 'requesting' ? { ...state, issued: event.issued, preview: true } : state;
    case 'challenged': {
      if (phase !== 'requesting') return state;
      const { notice, waitUntil, attempt } = state;
      const { issued } = event;
      if (attempt && state.issued?.challenge.method === issued.challenge.method)
        return { phase: 'checking', issued, attempt };
      // only the method that took the code has to wait for the next one
      return notice?.status === 'unlocked' && notice.done.method === issued.challenge.method
        ? { phase: 'answering', issued, notice, waitUntil }
        : { phase: 'answering', issued, notice };
    }
    case 'locked':
      return phase === 'requesting' ? { phase: 'locked', locked: event.locked } : state;
    case 'submit':
      // after a failure the challenge is requested again
      if (isPreview(state))
        return {
          phase: 'requesting',
          method: state.method,
          issued: state.issued,
          preview: state.preview,
          attempt: event.attempt,
        };
      return ((phase === 'answering' && !isWaiting(state)) || phase === 'failed') && state.issued
        ? { phase: 'checking', issued: state.issued, attempt: event.attempt }
        : state;
    case 'judged':
      return phase === 'checking' ? applyVerdict(state.issued, event) : state;
    case 'fail':
      if (phase !== 'requesting' && phase !== 'checking') return state;
      // a method that is not offered here is not requested again; over a session that has ended, nothing can be sent
      return {
        ...state,
        ...(event.error.code === 'unknown-session' && { issued: undefined, preview: undefined }),
        ...(event.error.code === 'unsupported-method' && { method: undefined }),
        phase: 'failed',
        error: event.error,
      };
    case 'retry':
      if (phase === 'expired')
        return { phase: 'requesting', method: state.issued.challenge.method, issued: state.issued };
      if (phase !== 'failed') return state;
      // after a lost reply the same attempt again, so that it costs neither an attempt nor a token
      return state.attempt && state.issued && !state.preview
        ? { phase: 'checking', issued: state.issued, attempt: state.attempt }
        : { phase: 'requesting', method: state.method, issued: state.issued, preview: state.preview };
  }
}

/** Whether the screen is made of a preview, whose challenge is requested or could not be had. */
export const isPreview = (state: State): state is Extract<State, { preview?: unknown }> & { issued: IssuedChallenge } =>
  Boolean((state as { preview?: true }).preview);

/** Whether the field may be filled in. */
export const isWritable = (state: State) =>
  /answering|expired|failed/.test(state.phase) || (isPreview(state) && !state.attempt);

/** Whether the learner can do nothing but wait: the app still shows a spent code, or the method rests. */
export const isWaiting = (state: State) =>
  state.phase === 'answering' && Boolean(state.waitUntil) && state.notice?.status !== 'rejected';

/** Whether that is for the app's next code. */
export const isCodeSpent = (state: State) =>
  isWaiting(state) && (state as { notice?: Notice }).notice?.status === 'unlocked';

function applyVerdict(
  issued: IssuedChallenge,
  { verdict, waitUntil }: { verdict: FinalVerdict; waitUntil?: number | undefined },
): State {
  const { challenge } = issued;
  switch (verdict.status) {
    case 'verified':
      return { phase: 'verified', issued, verified: verdict };
    case 'expired':
      return { phase: 'expired', issued };
    case 'unavailable':
      return { phase: 'answering', issued, notice: verdict, waitUntil };
    case 'unlocked':
      return issued.continues
        ? { phase: 'requesting', method: challenge.method }
        : { phase: 'requesting', notice: { status: 'unlocked', done: challenge }, waitUntil };
    case 'locked':
      return { phase: 'locked', locked: { help: challenge.help, ...verdict } };
    case 'rejected': {
      const { attemptsLeft = challenge.attemptsLeft } = verdict;
      // after the last attempt the next challenge tells how to unlock
      if (attemptsLeft === 0) return { phase: 'requesting', method: challenge.method };
      // a task and an identity check can be answered once
      if (isLongRunning(issued)) return { phase: 'requesting', method: challenge.method, issued, notice: verdict };
      return {
        phase: 'answering',
        issued: { ...issued, challenge: { ...challenge, attemptsLeft } },
        notice: verdict,
        waitUntil: verdict.reason === 'used-code' ? waitUntil : undefined,
      };
    }
  }
}
