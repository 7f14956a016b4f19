import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { requestChallenge, requestVerdict } from './client.js';
import { GateError } from './errors.js';
import { deadline, transition, type GateEvent, type Settled, type State } from './machine.js';
import { pause } from './pause.js';
import { secondsToNextCode } from './step.js';

/** What the controller needs of the element that it drives. */
export interface GateHost extends ReactiveControllerHost {
  verifier: string;
  session: string;
  method: string;
  /** Told after each transition, before the element renders. */
  moved(from: State, event: GateEvent): void;
}

/** What was sent last. Kept out of the state, so that a code never shows up there, and forgotten as soon as it is of no more use. */
interface Draft {
  proof: object;
  typed: string;
  attempt: string;
  /** Until when (epoch milliseconds) sending it once more would only waste a try: it was wrong in this step. */
  wrongUntil?: number;
}

/** Runs the machine: a phase's work starts with the phase and is aborted with it. */
export class GateController implements ReactiveController {
  state: State = { phase: 'closed' };
  #draft: Draft | undefined;
  #working = new AbortController();

  constructor(private readonly host: GateHost) {
    host.addController(this);
  }

  hostDisconnected() {
    this.send({ type: 'close' });
  }

  /** Puts an event through the machine; one that means nothing in the present phase does nothing. */
  readonly send = (event: GateEvent) => {
    const from = this.state;
    this.state = transition(from, event);
    if (this.state === from) return;
    this.#working.abort();
    const { signal } = (this.#working = new AbortController());
    this.host.moved(from, event);
    this.host.requestUpdate();
    void this.#work(signal)
      .catch((cause: unknown): GateEvent => ({ type: 'fail', error: cause instanceof GateError ? cause : new GateError('internal', undefined, cause) }))
      // an answer that comes after its phase has gone is nobody's any more
      .then((outcome) => outcome && !signal.aborted && this.send(outcome));
  };

  /**
   * Sends a proof; undefined while it is incomplete. The very same proof after a lost reply is the same attempt,
   * one known to be wrong in this step is not sent at all.
   */
  readonly submit = (proof: object | undefined) => {
    const { state } = this;
    if (!proof) return this.send({ type: 'note', notice: { status: 'length' } });
    const typed = JSON.stringify(proof);
    const same = this.#draft?.typed === typed ? this.#draft : undefined;
    if (state.phase === 'answering' && same && Date.now() < same.wrongUntil!) return this.send({ type: 'note', notice: { status: 'repeated' } });
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
        const reply = await requestChallenge(host.verifier, host.session, state.method || host.method || undefined, signal);
        return { type: 'challenged', reply, now: Date.now() };
      }
      case 'answering':
        // once a second the countdown is drawn anew, until the challenge ends
        while (Date.now() < deadline(state.asked)) {
          await pause(1000, signal);
          host.requestUpdate();
        }
        return { type: 'deadline' };
      case 'checking': {
        const verdict = await this.#verdict(state.asked.challenge.id, state.attempt, signal);
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

  async #verdict(challenge: string, attempt: string, signal: AbortSignal): Promise<Settled> {
    const verdict = await requestVerdict(this.host.verifier, challenge, attempt, this.#draft!.proof, signal).catch((error: GateError) => {
      if (error.code === 'unknown-challenge') return { status: 'expired' } as const;
      throw error;
    });
    if (verdict.status !== 'pending') return verdict;
    await pause(verdict.retryIn * 1000, signal);
    return this.#verdict(challenge, attempt, signal);
  }
}

/** An id that no other submit has; `crypto.randomUUID` is missing in Samsung Internet before 16 and on http pages. */
const newAttempt = () => crypto.getRandomValues(new Uint32Array(4)).join('-');
