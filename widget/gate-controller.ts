import { challengeFrom, requestChallenge, requestVerdict, warmPreflight } from './client.js';
import { GateError } from './errors.js';
import { deadline, isLongRunning, type IssuedChallenge } from './issued-challenge.js';
import { languageAt } from './language.js';
import { isPreview, transition, type FinalVerdict, type GateEvent, type State } from './machine.js';
import { methodOf, prepare } from './methods/index.js';
import type { Proof, ProofError } from './methods/proof.js';
import { pause } from './pause.js';
import { secondsToNextCode } from './step.js';
import { loadCheck } from './unfinished-check.js';

/** The element that the controller drives. */
export interface GateHost extends HTMLElement {
  verifier: string;
  session: string;
  method: string;
  /** The preview of the session's first challenge, until it is on screen. */
  preview?: unknown;
  mode: string;
  keepOpen: boolean;
  /** Schedules a render. */
  requestUpdate(): void;
}

/** How long the success screen is shown, in milliseconds: enough to read its sentence. */
export const successMs = 3000;

/** The proof that was sent last. Not in the state, so that a code never shows up there, and dropped with its use. */
interface LastSubmission {
  proof: Proof;
  /** The proof as JSON; undefined for one that takes its time. */
  json: string | undefined;
  attempt: string;
  /** When it was sent, in epoch milliseconds. */
  sentAt: number;
  /** Until when (epoch milliseconds) the same proof is known to be wrong, so that sending it would waste an attempt. */
  wrongUntil?: number;
}

/** Until when a wait for a challenge shows nothing, in milliseconds: what comes sooner is the first thing rendered. */
export const skeletonAfterMs = 300;

/** Runs the machine: a phase's work starts with the phase and is aborted with it. */
export class GateController {
  readonly #host: GateHost;
  readonly #onTransition: (from: State, event: GateEvent) => void;
  readonly #loadFurther: () => Promise<void>;
  state: State = { phase: 'closed' };
  /** When the gate came into its state, in epoch milliseconds. */
  since = 0;
  #lastSubmission: LastSubmission | undefined;
  #work = new AbortController();
  /** Ends the pause before the next poll. */
  #pollNow: (() => void) | undefined;

  /** `onTransition` runs after each transition, before the host renders; `loadFurther` loads what goes
   * beyond the first screen. */
  constructor(host: GateHost, onTransition: (from: State, event: GateEvent) => void, loadFurther: () => Promise<void>) {
    this.#host = host;
    this.#onTransition = onTransition;
    this.#loadFurther = loadFurther;
  }

  /** Sends an event to the machine; one that is not valid in the current phase does nothing. */
  readonly send = (event: GateEvent) => {
    const from = this.state;
    this.state = transition(from, event);
    if (this.state === from) return;
    this.since = Date.now();
    // the request of the challenge goes on below its preview
    if (isPreview(this.state) && this.state.phase === from.phase) return this.#host.requestUpdate();
    this.#work.abort();
    if (from.phase === 'checking') methodOf(from.issued.challenge).storeCheck?.(this.#host.session);
    const { signal } = (this.#work = new AbortController());
    this.#onTransition(from, event);
    this.#host.requestUpdate();
    void this.#run(signal)
      .then(async (outcome) => {
        if (outcome && needsFurther(outcome)) await this.#loadFurther();
        return outcome;
      })
      .catch(async (cause: unknown): Promise<GateEvent> => {
        const error = cause instanceof GateError ? cause : new GateError('internal', undefined, cause);
        // without a connection the words for it cannot be loaded either
        if (!/^(unreachable|timeout|load)$/.test(error.code)) await this.#loadFurther().catch(() => {});
        return { type: 'fail', error };
      })
      // drop results that arrive after their phase ended
      .then((outcome) => outcome && !signal.aborted && this.send(outcome));
  };

  /**
   * Sends a proof, or shows why there is none. The same proof after a lost reply is the same attempt; one that is known
   * to be wrong in this time step is not sent.
   */
  readonly submit = (proof: Proof | ProofError) => {
    const { state } = this;
    if (typeof proof === 'string')
      return this.send(
        state.phase === 'failed' && isPreview(state) ? { type: 'retry' } : { type: 'note', notice: { status: proof } },
      );
    const json = JSON.stringify(proof) as string | undefined;
    const same = this.#lastSubmission?.json === json ? this.#lastSubmission : undefined;
    if (state.phase === 'answering' && same && Date.now() < same.wrongUntil!)
      return this.send({ type: 'note', notice: { status: 'repeated' } });
    const attempt = (state.phase === 'failed' && same?.attempt) || newAttempt();
    // a second submit during a check must not replace what was sent
    if (state.phase !== 'checking') this.#lastSubmission = { proof, json, attempt, sentAt: Date.now() };
    this.send({ type: 'submit', attempt });
  };

  /** The verifier's base address; a slash at its end means nothing. */
  get #verifier() {
    return this.#host.verifier.replace(/\/+$/, '');
  }

  /** Does a phase's work and returns the event that ends it. */
  async #run(signal: AbortSignal): Promise<GateEvent | undefined> {
    const { state } = this;
    const host = this.#host;
    switch (state.phase) {
      case 'requesting':
        void this.#renderAfter(skeletonAfterMs, signal).then(() => this.#renderEverySecond(Infinity, signal));
        return this.#request(state, signal);
      case 'answering':
        await this.#renderEverySecond(state.waitUntil || deadline(state.issued), signal);
        return { type: state.waitUntil ? 'waited' : 'deadline' };
      case 'checking': {
        const { issued, attempt } = state;
        if (issued.kind === 'page') methodOf(issued.challenge).storeCheck!(host.session, { ...issued, attempt });
        if (isLongRunning(issued)) void this.#renderEverySecond(deadline(issued), signal);
        const { proof = {} } = this.#lastSubmission ?? {};
        const made = typeof proof === 'function' ? await proof({ signal, poll: () => this.#pollNow?.() }) : proof;
        const verdict = await this.#verdict(issued, attempt, made, signal);
        const now = Date.now();
        if (verdict.status === 'rejected' && verdict.reason === 'wrong-code')
          this.#lastSubmission!.wrongUntil = now + secondsToNextCode(issued, now) * 1000;
        // from when it was sent: a code that was sent in its last second is followed by the next one at once
        const { sentAt = now } = this.#lastSubmission ?? {};
        return {
          type: 'judged',
          verdict,
          waitUntil:
            verdict.status === 'unavailable'
              ? now + verdict.retryIn * 1000
              : sentAt + secondsToNextCode(issued, sentAt) * 1000,
        };
      }
      case 'verified':
        this.#lastSubmission = undefined;
        // a page that goes on has its result; not every browser tells
        await Promise.race([
          pause(successMs, signal),
          new Promise((next) => {
            window.navigation?.addEventListener('navigate', next, { signal });
            addEventListener('popstate', next, { signal });
          }),
        ]);
        return host.mode === 'inline' || host.keepOpen ? undefined : { type: 'close' };
      case 'closed':
        this.#lastSubmission = undefined;
    }
    return undefined;
  }

  /** Resumes an unfinished check, or requests a challenge. Throws a GateError. */
  async #request({ method }: { method?: string | undefined }, signal: AbortSignal): Promise<GateEvent> {
    const host = this.#host;
    const { session } = host;
    const verifier = this.#verifier;
    if (!verifier || !session) throw new GateError('not-configured');
    const check = method ? undefined : loadCheck(session);
    const wanted = method || host.method || undefined;
    const { preview } = host;
    host.preview = undefined;
    if (preview && !check && !wanted) void this.#showPreview(preview, signal).catch(() => {});
    const reply = check?.challenge ?? (await requestChallenge(verifier, session, wanted, signal));
    if (preview) void warmPreflight(verifier).catch(() => {});
    if (reply.status === 'locked') return { type: 'locked', locked: reply };
    const issued = await prepare(reply, check?.receivedAt ?? Date.now(), verifier, languageAt(host));
    return check ? { type: 'resume', issued, attempt: check.attempt } : { type: 'challenged', issued };
  }

  /** Shows the field of a preview while the challenge is requested. Rejects where this gate cannot show it. */
  async #showPreview(preview: object, signal: AbortSignal) {
    const now = Date.now();
    const issued = await prepare(challengeFrom(preview, now), now, this.#verifier, languageAt(this.#host));
    if (signal.aborted || issued.kind !== 'code') return;
    this.send({ type: 'previewed', issued });
  }

  /** Updates the countdown once a second. Resolves at `end` (epoch milliseconds). */
  async #renderEverySecond(end: number, signal: AbortSignal): Promise<void> {
    for (let left; (left = end - Date.now()) > 0;) await this.#renderAfter(Math.min(left, 1000), signal);
  }

  async #renderAfter(milliseconds: number, signal: AbortSignal): Promise<void> {
    await pause(milliseconds, signal);
    this.#host.requestUpdate();
  }

  async #verdict(issued: IssuedChallenge, attempt: string, proof: object, signal: AbortSignal): Promise<FinalVerdict> {
    const verdict = await requestVerdict(this.#verifier, issued.challenge.id, attempt, proof, signal).catch(
      (error: GateError) => {
        if (error.code === 'unknown-challenge') return { status: 'expired' } as const;
        // a check on another page goes on while the connection is down
        if (
          issued.kind === 'page' &&
          methodOf(issued.challenge).isTransient!(error.code) &&
          Date.now() < deadline(issued)
        )
          return { status: 'pending', retryIn: 2 } as const;
        throw error;
      },
    );
    if (verdict.status !== 'pending') return verdict;
    await Promise.race([pause(verdict.retryIn * 1000, signal), new Promise<void>((poll) => (this.#pollNow = poll))]);
    return this.#verdict(issued, attempt, proof, signal);
  }
}

/** Whether a result leads beyond the first screen: to bad news, or to a method that is loaded on demand. */
const needsFurther = (event: GateEvent) =>
  event.type === 'locked' ||
  ('issued' in event && methodOf(event.issued.challenge).words) ||
  (event.type === 'judged' && event.verdict.status !== 'verified');

/** A unique id for a submit; `crypto.randomUUID` is missing in Samsung Internet before 16 and on http pages. */
const newAttempt = () => crypto.getRandomValues(new Uint32Array(4)).join('-');
