import { html, render } from 'lit/html.js';
import type { CheckpointShown, Help } from './contract.js';
import { adopt } from './css.js';
import { BaseElement } from './base-element.js';
import { GateError } from './errors.js';
import { MoOtpEvent, type MoOtpDetails, type GateResult } from './events.js';
import { GateController, skeletonAfterMs } from './gate-controller.js';
import { isolate } from './isolation.js';
import { languageAt } from './language.js';
import { wordsFor } from './locale.js';
import { isPreview, type GateEvent, type Phase, type State } from './machine.js';
import { styles } from './mo-otp-gate.styles.js';
import { openModal } from './modal.js';
import { clockIsOff } from './step.js';
import type { ViewContext } from './views/context.js';
import { view } from './views/view.js';
import { korean } from './words.js';

/** Loads what goes beyond the first screen. */
const loadViews = async () => (await import('./views/further.js')).views;

/**
 * The identity gate: the popup in which a learner verifies their identity. The site's **server** redeems its token.
 *
 * @tag mo-otp-gate
 * @slot brand - the institution's logo, above the title
 * @slot help - replaces the contacts for help
 * @fires {MoOtpGateEventMap['mo-otp-verified']} mo-otp-verified - the learner is verified; send the token to your server
 * @fires {MoOtpGateEventMap['mo-otp-rejected']} mo-otp-rejected - a proof was refused
 * @fires {MoOtpGateEventMap['mo-otp-locked']} mo-otp-locked - too many failures
 * @fires {MoOtpGateEventMap['mo-otp-error']} mo-otp-error - something failed; the learner is offered a retry
 * @fires {MoOtpGateEventMap['mo-otp-close']} mo-otp-close - the gate closed
 * @cssstate closed - nothing is shown
 * @cssstate requesting - waiting for a challenge
 * @cssstate answering - waiting for the learner
 * @cssstate checking - waiting for the verdict
 * @cssstate expired - the challenge has expired
 * @cssstate locked - too many failures
 * @cssstate failed - something failed
 * @cssstate verified - the learner is verified
 * @csspart dialog - the whole gate
 * @csspart header - brand, title, close button and step
 * @csspart title - the heading
 * @csspart step - a dot for each of several checks in a row
 * @csspart close - the button in the corner
 * @csspart status - good news: a step is done, the lock is lifted, a new code, verified
 * @csspart notice - an error or a rejection
 * @csspart learner - name and phone, in one line where there is room
 * @csspart hint - instructions
 * @csspart field - the code field: cells and input
 * @csspart cells - the cells, in two groups
 * @csspart cell - one cell, with its digit
 * @csspart input - the text field under the cells; its own text is not seen
 * @csspart countdown - seconds until the code changes
 * @csspart no-app - links to the app for learners without it
 * @csspart submit - the main button
 * @csspart cancel - the button that cancels a check
 * @csspart progress - progress of a method
 * @csspart code - the code of the web OTP
 * @csspart frame - the captcha
 * @csspart others - the disclosure with other methods, the app and help
 * @csspart other - one other method
 * @csspart help - the contacts for help
 * @csspart link - one contact
 * @cssproperty --mo-otp-accent - buttons, focus, links
 * @cssproperty --mo-otp-on-accent - text on the accent
 * @cssproperty --mo-otp-surface - background
 * @cssproperty --mo-otp-text - text
 * @cssproperty --mo-otp-danger - an error or a rejection
 * @cssproperty --mo-otp-success - what is verified
 * @cssproperty --mo-otp-radius - corners
 * @cssproperty --mo-otp-font - font family
 */
export class MoOtpGate extends BaseElement {
  static readonly formAssociated = true;
  static override readonly properties = {
    verifier: {},
    session: {},
    method: {},
    mode: { reflect: true, initial: 'modal' },
    lang: { reflect: true },
    name: { reflect: true },
    required: { type: Boolean },
    manualSubmit: { type: Boolean, attribute: 'manual-submit' },
    keepOpen: { type: Boolean, attribute: 'keep-open' },
  };
  static readonly observedAttributes: readonly string[] = BaseElement.defineAccessors(this);

  /** The verifier's base address, with its version: `https://otp.example/v1`. */
  declare verifier: string;
  /** The session that the site's server got from the verifier for this learner and checkpoint. */
  declare session: string;
  /**
   * The `preview` that the site's server got with the session, if any: the field is shown while the challenge is
   * requested.
   * @internal
   */
  declare preview?: unknown;
  /** The method to begin with; without it the verifier's first offer. */
  declare method: string;
  /**
   * `modal` (a dialog, opened by `show()`) or `inline` (in the page's flow, opened by itself once it has a session).
   */
  declare mode: 'modal' | 'inline';
  /** The language (BCP 47); without it the closest `lang` around the gate, else Korean. */
  declare lang: string;
  /** In a form: the name of the token's field; without a token its value is the reason, for example `.UNSTARTED`. */
  declare name: string;
  /** In a form: blocks submitting until the learner is verified, and opens the gate instead. */
  declare required: boolean;
  /** Submits with the button only; without it the last digit submits. */
  declare manualSubmit: boolean;
  /** Keeps the success screen until the learner closes it; without it a modal gate closes after 3 seconds. */
  declare keepOpen: boolean;

  readonly #controller = new GateController(
    this,
    (from, event) => this.#onTransition(from, event),
    () => this.#loadFurther(),
  );
  readonly #internals: ElementInternals | undefined = this.attachInternals?.(); // missing before iOS 16.4
  #promise: Promise<GateResult | null> | undefined;
  #resolve: ((result: GateResult | null | Promise<never>) => void) | undefined;
  /** The state of the last render. */
  #rendered: State | undefined;
  #words = korean;
  #further: ViewContext['further'];
  #styles = styles;
  /** The language of the words, so that screen readers pronounce them. */
  #lang = 'ko';
  #token = '';
  #help: Help | undefined;
  #checkpoint: CheckpointShown | undefined;
  /** Whether the gate was ever opened: one that a page closed inline can be opened again. */
  #wasOpened = false;
  #closeModal: (() => void) | undefined;
  #endKeyGuard: (() => void) | undefined;

  constructor() {
    super();
    this.adoptedCallback();
    isolate(this.root);
    this.#updateFormValue('');
    // a form that the gate blocks opens the gate
    this.addEventListener('invalid', () => this.#open());
    this.upgradeProperties();
  }

  /** The current phase. */
  get phase(): Phase {
    return this.#controller.state.phase;
  }

  /**
   * Opens the gate. Resolves at the moment of verification, or with null when the learner closes. An open gate returns
   * the same promise. Rejects with a GateError `not-visible` where the gate cannot be seen.
   */
  show(): Promise<GateResult | null> {
    if (this.phase === 'verified') this.close();
    if (this.phase === 'closed') {
      void this.#loadWords();
      // without the guard the page gets its keys as ever
      import('./key-guard.js').then(({ guardKeys }) => {
        if (this.phase !== 'closed') this.#endKeyGuard = guardKeys(this.root);
      }, console.error);
    }
    this.#wasOpened = true;
    this.#promise ??= new Promise((resolve) => (this.#resolve = resolve));
    const promise = this.#promise;
    this.#controller.send({ type: 'open' });
    return promise;
  }

  /** Closes the gate from any phase. */
  close(): void {
    this.#controller.send({ type: 'close' });
  }

  /** Closes the gate and drops its token. */
  reset(): void {
    this.close();
    this.#updateFormValue('');
  }

  /** @internal A page that is left may be restored later: close, so that no code and no success screen is in it. */
  handleEvent({ type, persisted }: PageTransitionEvent) {
    // a check goes on
    if (type === 'pagehide' && this.phase !== 'checking') this.close();
    if (type === 'pageshow' && persisted) this.#openInline();
  }

  /** Closes the gate with its dialog, whose event is asynchronous: by then the gate may be open again. */
  #onDialogClose() {
    if (this.#closeModal && !this.root.querySelector('dialog')!.open) this.close();
  }

  /** @internal */
  formResetCallback() {
    this.reset();
    this.#openInline();
  }

  override connectedCallback() {
    super.connectedCallback();
    addEventListener('pagehide', this);
    addEventListener('pageshow', this);
    this.#openInline();
  }

  /** Opens an inline gate by itself, in a microtask, when every attribute and property is set. */
  #openInline() {
    queueMicrotask(() => {
      if (this.isConnected && this.mode === 'inline' && this.session) this.#open();
    });
  }

  /** Opens the gate for itself: failures are events. */
  #open() {
    this.show().catch(() => {});
  }

  /** @internal */
  disconnectedCallback() {
    removeEventListener('pagehide', this);
    removeEventListener('pageshow', this);
    this.close();
    this.#setModal(false);
  }

  /** @internal The styles of the document before do not follow. */
  adoptedCallback() {
    adopt(this.root, this.#styles);
  }

  #onTransition(from: State, event: GateEvent) {
    const { state } = this.#controller;
    if (event.type === 'judged' && event.verdict.status === 'rejected') {
      const { reason, attemptsLeft } = event.verdict;
      this.#emit('mo-otp-rejected', { reason, attemptsLeft });
    }
    if (state.phase === 'locked') this.#emit('mo-otp-locked', { unlock: state.locked.unlock });
    if (state.phase === 'failed') this.#report(state.error);
    if (state.phase === 'verified') {
      const { token, method, expiresIn } = state.verified;
      const result = { token, method, expiresIn };
      this.#token = token;
      this.#resolvePromise(result);
      this.#emit('mo-otp-verified', result);
    }
    if (state.phase === 'closed') {
      this.#endKeyGuard?.();
      // at once: what was typed must not be there when a listener opens the gate again
      this.render();
      this.#resolvePromise(null);
      this.#emit('mo-otp-close', { verified: from.phase === 'verified' });
    }
    this.#updateFormValue(this.#token);
  }

  /** Sets the form value: the token, or the reason why there is none. */
  #updateFormValue(token: string) {
    this.#token = token;
    const reason =
      { closed: 'UNSTARTED', locked: 'LOCKED', failed: 'BLOCKED', expired: 'EXPIRED' }[this.phase as 'closed'] ??
      'UNFINISHED';
    this.#internals?.setFormValue(token || `.${reason}`);
    this.#internals?.setValidity({ valueMissing: this.required && !token }, this.#words.required);
  }

  #emit<Type extends keyof MoOtpDetails>(type: Type, detail: MoOtpDetails[Type]) {
    return this.dispatchEvent(new MoOtpEvent(type, detail));
  }

  /** Dispatches `mo-otp-error`; a page that does not prevent it finds the error in the console. */
  #report(error: GateError) {
    if (!this.#emit('mo-otp-error', { error })) return;
    console.error(error);
    if (error.code === 'unreachable')
      loadViews()
        .then(({ diagnose }) => diagnose(error))
        .catch(() => {});
  }

  #resolvePromise(result: GateResult | null | Promise<never>) {
    this.#resolve?.(result);
    this.#promise = undefined;
  }

  /** Loads the words for the closest `lang`; if that fails, Korean stays. */
  async #loadWords(further = this.#further?.further): Promise<void> {
    const lang = languageAt(this);
    try {
      const loaded = await wordsFor(lang, further);
      // what goes beyond the first screen may have come meanwhile
      if (!further && this.#further) return this.#loadWords();
      ({ words: this.#words, lang: this.#lang } = loaded);
    } catch (cause) {
      console.error(`mo-otp-gate: no words for "${lang}"`, cause);
      if (further) this.#words = { ...this.#words, further };
    }
    this.requestUpdate();
  }

  /** Loads what goes beyond the first screen, with its words. Rejects with a GateError. */
  async #loadFurther() {
    if (this.#further) return;
    const further = await loadViews().catch((cause) => {
      throw new GateError('load', undefined, cause);
    });
    await this.#loadWords(further.further);
    this.#styles = styles + further.styles;
    this.adoptedCallback();
    this.#further = further;
    this.requestUpdate();
  }

  /** The same where the learner can go on without; the next need tries again. */
  readonly #tryFurther = () => void this.#loadFurther().catch(console.error);

  protected override propertyChanged(name: string) {
    super.propertyChanged(name);
    if (name === 'required') this.#updateFormValue(this.#token);
    if (name === 'session' || name === 'mode') this.#openInline();
  }

  protected override render() {
    const { state, since, send, submit } = this.#controller;
    const inline = this.mode === 'inline';
    const elapsed = Date.now() - since;
    // a challenge that comes soon is the first thing drawn, in place of what is there
    if (state.phase === 'requesting' && !state.issued && elapsed < skeletonAfterMs) return;
    /** Whether the focus was inside before the render, which may remove the focused element. */
    const hadFocus = this.matches(':focus-within');
    // a screen without a challenge keeps the last title and contacts, so that help is always there (WCAG 2.2, 3.2.6)
    const challenge = 'issued' in state ? state.issued?.challenge : undefined;
    this.#help = (state.phase === 'locked' ? state.locked : challenge)?.help ?? this.#help;
    this.#checkpoint = state.phase === 'closed' ? undefined : (challenge?.checkpoint ?? this.#checkpoint);
    render(
      html`<dialog
        part="dialog"
        lang=${this.#lang}
        aria-labelledby="title"
        aria-describedby="learner"
        tabindex="-1"
        ?open=${inline && (state.phase !== 'closed' || (this.#wasOpened && !this.#token))}
        @close=${() => this.#onDialogClose()}
      >
        ${view({
          state,
          send,
          submit,
          words: this.#words,
          further: this.#further,
          loadFurther: this.#tryFurther,
          help: this.#help,
          checkpoint: this.#checkpoint,
          modal: !inline,
          now: since + elapsed,
          // the last attempt is never spent by accident
          automatic: !this.manualSubmit && challenge?.attemptsLeft !== 1,
        })}
      </dialog>`,
      this.root,
    );
    if (state !== this.#rendered) this.#onPhaseShown(state, hadFocus);
  }

  /** Runs once after the first render of a state. */
  #onPhaseShown(state: State, hadFocus: boolean) {
    const before = this.#rendered?.phase ?? 'closed';
    const wasPreview = this.#rendered && isPreview(this.#rendered);
    this.#rendered = state;
    const { phase } = state;
    try {
      this.#internals?.states.clear();
      this.#internals?.states.add(phase);
    } catch {
      // Chrome before 125 takes only names with two hyphens
    }
    if (this.mode !== 'inline') this.#setModal(phase !== 'closed');
    if (phase === 'closed' || this.phase !== phase) return;
    const first = <E extends HTMLElement>(selector: string) => this.root.querySelector<E>(selector);
    const input = first<HTMLInputElement>('input');
    const notice = phase === 'answering' ? state.notice?.status : undefined;
    // what is open at once, a notice, and the hint about the clock
    if (first('details[open]') || notice || (phase === 'answering' && clockIsOff(state.issued))) this.#tryFurther();
    // the code is of no more use
    if (input && (phase === 'verified' || notice === 'unlocked')) input.value = '';
    // an inline gate does not steal the focus, and a check leaves it where it is
    // nor does a challenge whose field was there already
    if (
      !(wasPreview && input) &&
      (this.mode === 'inline' ? hadFocus : phase !== 'checking' || before === 'closed' || before === 'requesting')
    ) {
      // never on a control that ends something: keys that were pressed a moment ago may still come.
      // `autofocus` does nothing for content that is rendered later
      (input ?? first('[part=submit]:not(.end,[aria-disabled=true])') ?? first('dialog'))?.focus();
      // the next digit or paste replaces a rejected code
      if (notice === 'rejected') input?.select();
    }
    input?.dispatchEvent(new Event('select'));
  }

  #setModal(open: boolean) {
    if (open) {
      this.#closeModal ??= openModal(this.root.querySelector('dialog')!, () => this.#onHidden());
      if (!this.#closeModal) this.#onHidden();
    } else {
      this.#closeModal?.();
      this.#closeModal = undefined;
    }
  }

  /** Closes a gate that cannot be seen. Before verification that is an error. */
  #onHidden() {
    if (this.#promise) {
      const error = new GateError('not-visible');
      this.#resolvePromise(Promise.reject(error));
      this.#report(error);
    }
    this.close();
  }
}
