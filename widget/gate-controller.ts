import { requestChallenge, requestVerdict } from './client.js';
import { GateError } from './errors.js';
import { languageAt } from './language.js';
import {
  deadline,
  isElsewhere,
  isLongRunning,
  transition,
  type IssuedChallenge,
  type GateEvent,
  type FinalVerdict,
  type State,
  type ProofError,
} from './machine.js';
import { prepare } from './methods/index.js';
import type { Proof } from './methods/proof.js';
import { pause } from './pause.js';
import { secondsToNextCode } from './step.js';
import { clearCheck, loadCheck, saveCheck } from './unfinished-check.js';

/** What the controller needs of the element that it drives. */
export interface GateHost extends HTMLElement {
  verifier: string;
  session: string;
  method: string;
  /** Draws what is shown anew. */
  requestUpdate(): void;
  /** Told after each transition, before the element draws it. */
  onTransition(from: State, event: GateEvent): void;
}

/** What was sent last. Kept out of the state, so that a code never shows up there, and forgotten as soon as it is of no more use. */
interface LastSubmission {
  proof: Proof;
  /** Undefined for a proof that takes its time. */
  typed: string | undefined;
  attempt: string;
  /** Until when (epoch milliseconds) sending it once more would only waste a try: it was wrong in this step. */
  wrongUntil?: number;
}

/** Runs the machine: a phase's work starts with the phase and is aborted with it. */
export class GateController {
  state: State = { phase: 'closed' };
  #lastSubmission: LastSubmission | undefined;
  #working = new AbortController();
  /** Ends the wait for the next poll. */
  #poll: (() => void) | undefined;

  constructor(private readonly host: GateHost) {}

  /** Puts an event through the machine; one that means nothing in the present phase does nothing. */
  readonly send = (event: GateEvent) => {
    const from = this.state;
    this.state = transition(from, event);
    if (this.state === from) return;
    this.#working.abort();
    if (from.phase === 'checking') clearCheck(this.host.session);
    const { signal } = (this.#working = new AbortController());
    this.host.onTransition(from, event);
    this.host.requestUpdate();
    void this.#work(signal)
      .catch((cause: unknown): GateEvent => ({
        type: 'fail',
        error: cause instanceof GateError ? cause : new GateError('internal', undefined, cause),
      }))
      // an answer that comes after its phase has gone is nobody's any more
      .then((outcome) => outcome && !signal.aborted && this.send(outcome));
  };

  /**
   * Sends a proof, or says why there is none. The very same proof after a lost reply is the same attempt,
   * one known to be wrong in this step is not sent at all.
   */
  readonly submit = (proof: Proof | ProofError) => {
    const { state } = this;
    if (typeof proof === 'string') return this.send({ type: 'note', notice: { status: proof } });
    const typed = JSON.stringify(proof) as string | undefined;
    const same = this.#lastSubmission?.typed === typed ? this.#lastSubmission : undefined;
    if (state.phase === 'answering' && same && Date.now() < same.wrongUntil!)
      return this.send({ type: 'note', notice: { status: 'repeated' } });
    const attempt = (state.phase === 'failed' && same?.attempt) || newAttempt();
    // a second submit while one is under way must not touch what was sent
    if (state.phase !== 'checking') this.#lastSubmission = { proof, typed, attempt };
    this.send({ type: 'submit', attempt });
  };

  /** What a phase does while it isLongRunning, and the event that it ends in. */
  async #work(signal: AbortSignal): Promise<GateEvent | undefined> {
    const { state, host } = this;
    switch (state.phase) {
      case 'requesting': {
        if (!host.verifier || !host.session) throw new GateError('not-configured');
        const unfinished = state.method ? undefined : loadCheck(host.session);
        if (unfinished) {
          await prepare(unfinished.issued.challenge, host.verifier, languageAt(host));
          return { type: 'resume', ...unfinished };
        }
        const reply = await requestChallenge(
          host.verifier,
          host.session,
          state.method || host.method || undefined,
          signal,
        );
        if (reply.status === 'challenge') await prepare(reply, host.verifier, languageAt(host));
        return { type: 'challenged', reply, now: Date.now() };
      }
      case 'answering':
        await this.#renderEverySecond(state.issued, signal);
        return { type: 'deadline' };
      case 'checking': {
        if (isElsewhere(state.issued)) saveCheck(host.session, state);
        if (isLongRunning(state.issued)) void this.#renderEverySecond(state.issued, signal);
        const { proof = {} } = this.#lastSubmission ?? {};
        const made = typeof proof === 'function' ? await proof({ signal, poll: () => this.#poll?.() }) : proof;
        const verdict = await this.#verdict(state.issued, state.attempt, made, signal);
        if (verdict.status === 'rejected' && verdict.reason === 'wrong-code')
          this.#lastSubmission!.wrongUntil = Date.now() + secondsToNextCode(state.issued, Date.now()) * 1000;
        return { type: 'judged', verdict };
      }
      case 'closed':
      case 'verified':
        this.#lastSubmission = undefined;
    }
    return undefined;
  }

  /** Draws what changes with the time, once a second until the challenge ends. */
  async #renderEverySecond(issued: IssuedChallenge, signal: AbortSignal): Promise<void> {
    while (Date.now() < deadline(issued)) {
      await pause(1000, signal);
      this.host.requestUpdate();
    }
  }

  async #verdict(issued: IssuedChallenge, attempt: string, proof: object, signal: AbortSignal): Promise<FinalVerdict> {
    const verdict = await requestVerdict(this.host.verifier, issued.challenge.id, attempt, proof, signal).catch(
      (error: GateError) => {
        if (error.code === 'unknown-challenge') return { status: 'expired' } as const;
        // what a learner does elsewhere is not lost with a reply
        if (isElsewhere(issued) && isPassing(error) && Date.now() < deadline(issued))
          return { status: 'pending', retryIn: 2 } as const;
        throw error;
      },
    );
    if (verdict.status !== 'pending') return verdict;
    await Promise.race([pause(verdict.retryIn * 1000, signal), new Promise<void>((poll) => (this.#poll = poll))]);
    return this.#verdict(issued, attempt, proof, signal);
  }
}

/** Whether the same request may well be answered in a moment. */
const isPassing = ({ code }: GateError) =>
  /^(unreachable|timeout|bad-reply|internal|maintenance|too-many-requests)$/.test(code);

/** An id that no other submit has; `crypto.randomUUID` is missing in Samsung Internet before 16 and on http pages. */
const newAttempt = () => crypto.getRandomValues(new Uint32Array(4)).join('-');
