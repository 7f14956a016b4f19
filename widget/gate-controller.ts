import { requestChallenge, requestVerdict } from './client.js';
import { GateError } from './errors.js';
import { languageAt } from './language.js';
import {
  deadline,
  isElsewhere,
  lasts,
  transition,
  type Asked,
  type GateEvent,
  type Settled,
  type State,
  type Unready,
} from './machine.js';
import { prepare } from './methods/index.js';
import type { Proof } from './methods/proof.js';
import { pause } from './pause.js';
import { secondsToNextCode } from './step.js';
import { forget, keep, recall } from './unfinished.js';

/** What the controller needs of the element that it drives. */
export interface GateHost extends HTMLElement {
  verifier: string;
  session: string;
  method: string;
  /** Draws what is shown anew. */
  requestUpdate(): void;
  /** Told after each transition, before the element draws it. */
  moved(from: State, event: GateEvent): void;
}

/** What was sent last. Kept out of the state, so that a code never shows up there, and forgotten as soon as it is of no more use. */
interface Draft {
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
  #draft: Draft | undefined;
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
    if (from.phase === 'checking') forget(this.host.session);
    const { signal } = (this.#working = new AbortController());
    this.host.moved(from, event);
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
  readonly submit = (proof: Proof | Unready) => {
    const { state } = this;
    if (typeof proof === 'string') return this.send({ type: 'note', notice: { status: proof } });
    const typed = JSON.stringify(proof) as string | undefined;
    const same = this.#draft?.typed === typed ? this.#draft : undefined;
    if (state.phase === 'answering' && same && Date.now() < same.wrongUntil!)
      return this.send({ type: 'note', notice: { status: 'repeated' } });
    const attempt = (state.phase === 'failed' && same?.attempt) || newAttempt();
    // a second submit while one is under way must not touch what was sent
    if (state.phase !== 'checking') this.#draft = { proof, typed, attempt };
    this.send({ type: 'submit', attempt });
  };

  /** What a phase does while it lasts, and the event that it ends in. */
  async #work(signal: AbortSignal): Promise<GateEvent | undefined> {
    const { state, host } = this;
    switch (state.phase) {
      case 'requesting': {
        if (!host.verifier || !host.session) throw new GateError('not-configured');
        const unfinished = state.method ? undefined : recall(host.session);
        if (unfinished) {
          await prepare(unfinished.asked.challenge, host.verifier, languageAt(host));
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
        await this.#draw(state.asked, signal);
        return { type: 'deadline' };
      case 'checking': {
        if (isElsewhere(state.asked)) keep(host.session, state);
        if (lasts(state.asked)) void this.#draw(state.asked, signal);
        const { proof = {} } = this.#draft ?? {};
        const made = typeof proof === 'function' ? await proof({ signal, poll: () => this.#poll?.() }) : proof;
        const verdict = await this.#verdict(state.asked, state.attempt, made, signal);
        if (verdict.status === 'rejected' && verdict.reason === 'wrong-code')
          this.#draft!.wrongUntil = Date.now() + secondsToNextCode(state.asked, Date.now()) * 1000;
        return { type: 'judged', verdict };
      }
      case 'closed':
      case 'verified':
        this.#draft = undefined;
    }
    return undefined;
  }

  /** Draws what changes with the time, once a second until the challenge ends. */
  async #draw(asked: Asked, signal: AbortSignal): Promise<void> {
    while (Date.now() < deadline(asked)) {
      await pause(1000, signal);
      this.host.requestUpdate();
    }
  }

  async #verdict(asked: Asked, attempt: string, proof: object, signal: AbortSignal): Promise<Settled> {
    const verdict = await requestVerdict(this.host.verifier, asked.challenge.id, attempt, proof, signal).catch(
      (error: GateError) => {
        if (error.code === 'unknown-challenge') return { status: 'expired' } as const;
        // what a learner does elsewhere is not lost with a reply
        if (isElsewhere(asked) && isPassing(error) && Date.now() < deadline(asked))
          return { status: 'pending', retryIn: 2 } as const;
        throw error;
      },
    );
    if (verdict.status !== 'pending') return verdict;
    await Promise.race([pause(verdict.retryIn * 1000, signal), new Promise<void>((poll) => (this.#poll = poll))]);
    return this.#verdict(asked, attempt, proof, signal);
  }
}

/** Whether the same request may well be answered in a moment. */
const isPassing = ({ code }: GateError) =>
  /^(unreachable|timeout|bad-reply|internal|maintenance|too-many-requests)$/.test(code);

/** An id that no other submit has; `crypto.randomUUID` is missing in Samsung Internet before 16 and on http pages. */
const newAttempt = () => crypto.getRandomValues(new Uint32Array(4)).join('-');
