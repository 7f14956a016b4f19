import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { MoOtpEvent, type MoOtpDetails, type Proven } from './events.js';
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
 * @fires {MoOtpEvent} mo-otp-verified - with the token
 * @fires {MoOtpEvent} mo-otp-rejected - a proof was refused
 * @fires {MoOtpEvent} mo-otp-locked - too many failures
 * @fires {MoOtpEvent} mo-otp-error - something failed; the learner is offered a retry
 * @fires {MoOtpEvent} mo-otp-close - the gate closed
 * @cssstate closed requesting answering checking expired locked failed verified - the phase
 * @csspart dialog header title step close notice body purpose learner same form steps label field cells cell input hint countdown submit others other success help help-link loading
 * @cssproperty --mo-otp-accent - buttons, focus, links
 * @cssproperty --mo-otp-on-accent - text on the accent
 * @cssproperty --mo-otp-surface - background
 * @cssproperty --mo-otp-text - text
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
  };

  /** The verifier's base address, with its version: `https://otp.example/v1`. */
  declare verifier: string;
  /** What the site's server got from the verifier for this learner and checkpoint. */
  declare session: string;
  /** The way to begin with; without it the verifier's first offer. */
  declare method: string;
  /** `modal` (a dialog, opened by `show()`) or `inline` (in the page's flow, opened by itself once it has a session). */
  declare mode: 'modal' | 'inline';

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
    if (event.type === 'judged' && event.verdict.status === 'rejected') {
      const { reason, attemptsLeft } = event.verdict;
      this.#tell('mo-otp-rejected', { reason, attemptsLeft });
    }
    if (state.phase === 'locked') this.#tell('mo-otp-locked', { unlock: state.locked.unlock });
    if (state.phase === 'failed' && this.#tell('mo-otp-error', { error: state.error })) console.error(state.error);
    if (state.phase === 'verified') {
      const { token, method, expiresIn } = state.verified;
      const proven = { token, method, expiresIn };
      this.#internals?.setFormValue(token);
      this.#settle(proven);
      this.#tell('mo-otp-verified', proven);
    }
    if (state.phase === 'closed') {
      this.#settle(null);
      this.#tell('mo-otp-close', { verified: from.phase === 'verified' });
    }
  }

  #tell<Type extends keyof MoOtpDetails>(type: Type, detail: MoOtpDetails[Type]) {
    return this.dispatchEvent(new MoOtpEvent(type, detail));
  }

  #settle(proven: Proven | null) {
    this.#resolve?.(proven);
    this.#promise = undefined;
  }

  protected override render() {
    const { state, send, submit } = this.#controller;
    const inline = this.mode === 'inline';
    return html`<dialog part="dialog" aria-labelledby="title" role=${inline ? 'group' : nothing} ?open=${inline} @close=${this.close}>
      ${view({
        state,
        send,
        submit,
        words: korean,
        now: Date.now(),
        // the last try is never spent by accident
        automatic: !('asked' in state && state.asked?.challenge.attemptsLeft === 1),
      })}
    </dialog>`;
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
    const dialog = this.renderRoot.querySelector('dialog')!;
    if (phase === 'closed') this.mode === 'inline' || dialog.close();
    else if (!dialog.open) dialog.showModal();
    // on what to do now: `autofocus` does nothing for content that comes later
    if (phase === 'closed' || phase === 'checking') return;
    const input = this.renderRoot.querySelector('input');
    (input ?? this.renderRoot.querySelector<HTMLElement>('[part=submit], [part=other]'))?.focus();
    // the next digit or paste replaces a refused code
    if (phase === 'answering' && state.notice?.status === 'rejected') input!.select();
  }
}
