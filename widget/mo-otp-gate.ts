import { html, LitElement, type PropertyValues } from 'lit';
import { MoOtpCloseEvent, MoOtpErrorEvent, MoOtpLockedEvent, MoOtpRejectedEvent, MoOtpVerifiedEvent, type Proven } from './events.js';
import { GateController, type GateHost } from './gate-controller.js';
import type { GateEvent, Phase, State } from './machine.js';
import { styles } from './mo-otp-gate.styles.js';
import { view } from './views/view.js';
import { korean } from './words.js';

/**
 * The identity gate: the popup in which a learner proves who they are. It ends in a token for the site's **server** to redeem.
 *
 * @tag mo-otp-gate
 * @slot brand - the institution's mark, above the title
 * @slot help - replaces the ways to get help
 * @fires {MoOtpVerifiedEvent} mo-otp-verified - with the token
 * @fires {MoOtpRejectedEvent} mo-otp-rejected - a proof was refused
 * @fires {MoOtpLockedEvent} mo-otp-locked - too many failures
 * @fires {MoOtpErrorEvent} mo-otp-error - something failed; the learner is offered a retry
 * @fires {MoOtpCloseEvent} mo-otp-close - the gate closed
 * @cssstate closed requesting answering checking expired locked failed verified - the phase
 * @csspart dialog header title step close notice body purpose learner same form steps label field cells cell input hint countdown submit others other success help help-link loading
 * @cssproperty --mo-otp-accent - buttons, focus, links
 * @cssproperty --mo-otp-on-accent - text on the accent
 * @cssproperty --mo-otp-surface - background
 * @cssproperty --mo-otp-text - text
 * @cssproperty --mo-otp-muted - less important text
 * @cssproperty --mo-otp-border - lines
 * @cssproperty --mo-otp-danger - what went wrong
 * @cssproperty --mo-otp-radius - corners
 * @cssproperty --mo-otp-font - font family
 */
export class MoOtpGate extends LitElement implements GateHost {
  static readonly formAssociated = true;
  static override styles = styles;
  static override properties = {
    verifier: {},
    session: {},
    method: {},
    mode: { reflect: true },
    manualSubmit: { type: Boolean, attribute: 'manual-submit' },
  };

  /** The verifier's base address, with its version: `https://otp.example/v1`. */
  declare verifier: string;
  /** What the site's server got from the verifier for this learner and checkpoint. */
  declare session: string;
  /** The way to begin with; without it the verifier's first offer. */
  declare method: string;
  /** `modal` (a dialog, opened by `show()`) or `inline` (in the page's flow, opened by itself once it has a session). */
  declare mode: 'modal' | 'inline';
  /** Leaves submitting to the button; without it the last digit submits. */
  declare manualSubmit: boolean;

  readonly #controller = new GateController(this);
  readonly #internals: ElementInternals | undefined = this.attachInternals?.(); // missing before iOS 16.4
  #promise: Promise<Proven | null> | undefined;
  #resolve: ((proven: Proven | null) => void) | undefined;
  /** The state that the last update showed. */
  #shown: State | undefined;

  constructor() {
    super();
    this.verifier = this.session = this.method = '';
    this.mode = 'modal';
    this.manualSubmit = false;
  }

  /** Where the gate is. */
  get phase(): Phase {
    return this.#controller.state.phase;
  }

  /** Opens the gate. Resolves at the moment of verification, or with null when the learner closes. Opened already: the same promise. */
  show(): Promise<Proven | null> {
    if (this.phase === 'verified') this.close();
    this.#promise ??= new Promise((resolve) => (this.#resolve = resolve));
    const promise = this.#promise;
    this.#controller.send({ type: 'open' });
    return promise;
  }

  /** Closes the gate from any phase. */
  close(): void {
    this.#controller.send({ type: 'close' });
  }

  /** Closes the gate and forgets its token. */
  reset(): void {
    this.close();
    this.#internals?.setFormValue(null);
  }

  /** @internal */
  formResetCallback() {
    this.reset();
  }

  /** @internal */
  moved(from: State, event: GateEvent) {
    const { state } = this.#controller;
    if (event.type === 'judged' && event.verdict.status === 'rejected') this.dispatchEvent(new MoOtpRejectedEvent(event.verdict));
    if (state.phase === 'locked') this.dispatchEvent(new MoOtpLockedEvent(state.locked));
    if (state.phase === 'failed' && this.dispatchEvent(new MoOtpErrorEvent(state))) console.error(state.error);
    if (state.phase === 'verified') {
      this.#internals?.setFormValue(state.verified.token);
      this.#settle(state.verified);
      this.dispatchEvent(new MoOtpVerifiedEvent(state.verified));
    }
    if (state.phase === 'closed') {
      this.#settle(null);
      this.dispatchEvent(new MoOtpCloseEvent(from.phase === 'verified'));
    }
  }

  #settle(verified: Proven | null) {
    this.#resolve?.(verified && { token: verified.token, method: verified.method, expiresIn: verified.expiresIn });
    this.#promise = undefined;
  }

  protected override render() {
    const { state, send, submit } = this.#controller;
    const inside = view({
      state,
      send,
      submit,
      words: korean,
      now: Date.now(),
      // the last try is never spent by accident
      automatic: !this.manualSubmit && !('asked' in state && state.asked?.challenge.attemptsLeft === 1),
    });
    return this.mode === 'inline'
      ? html`<section part="dialog" aria-labelledby="title">${inside}</section>`
      : html`<dialog part="dialog" aria-labelledby="title" aria-describedby="purpose" @close=${this.close}>${inside}</dialog>`;
  }

  protected override updated(changed: PropertyValues) {
    if (this.mode === 'inline' && changed.has('session') && this.session) void this.show();
    const { state } = this.#controller;
    if (state === this.#shown) return;
    this.#shown = state;
    const { phase } = state;
    try {
      this.#internals?.states.clear();
      this.#internals?.states.add(phase);
    } catch {
      // Chrome before 125 takes only names with two hyphens
    }
    const dialog = this.renderRoot.querySelector('dialog');
    if (phase === 'closed') dialog?.close();
    else if (dialog?.open === false) dialog.showModal();
    // on what to do now: `autofocus` does nothing for content that comes later
    if (phase === 'closed' || phase === 'checking') return;
    const input = this.renderRoot.querySelector('input');
    (input ?? this.renderRoot.querySelector<HTMLElement>('[part=submit], [part=other]'))?.focus();
    // the next digit or paste replaces a refused code
    if (phase === 'answering' && state.notice?.status === 'rejected') input!.select();
  }
}
