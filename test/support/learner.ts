/** The one harness of the gate's browser suites: what a learner does and sees, in their own verbs. */
import { fixture, html } from '@open-wc/testing';
import type { MoOtpGate } from '../../widget/mo-otp-gate.js';
import '../../widget/define.js';
import { keys, type } from './commands.js';
import { FakeVerifier, verifier } from './fake-verifier.js';

export class Learner {
  readonly events: Event[] = [];
  result: ReturnType<MoOtpGate['show']> | undefined;

  private constructor(
    readonly gate: MoOtpGate,
    readonly opener: HTMLButtonElement,
  ) {
    for (const name of ['verified', 'rejected', 'locked', 'error', 'close'])
      gate.addEventListener(`mo-otp-${name}`, (event) => void this.events.push(event));
  }

  /** A page with a gate and a button that opens it; the page handles errors, so the console has none of them. */
  static async visits(attributes: { session?: string; mode?: string } = {}) {
    const page = await fixture<HTMLElement>(
      html`<div>
        <button>수강하기</button>
        <mo-otp-gate
          verifier=${verifier}
          session=${attributes.session ?? 'se_1'}
          mode=${attributes.mode ?? 'modal'}
          @mo-otp-error=${(error: Event) => error.preventDefault()}
        ></mo-otp-gate>
      </div>`,
    );
    return new Learner(page.querySelector('mo-otp-gate') as MoOtpGate, page.querySelector('button')!);
  }

  async opens() {
    this.opener.focus();
    this.result = this.gate.show();
    await this.settles();
    return this;
  }

  /** Waits until no request is running, or until one of these phases. */
  async settles(...phases: string[]) {
    const settled = () =>
      phases.length > 0 ? phases.includes(this.gate.phase) : !['requesting', 'checking'].includes(this.gate.phase);
    // by frames, so that a story may hold the clock
    while (!settled()) await new Promise(requestAnimationFrame);
    await this.gate.updateComplete;
  }

  /** Opens what holds the other methods and the help, and waits for it to come. */
  async opensMore() {
    this.part('others').querySelector('summary')!.click();
    while (!this.part('other') && !this.part('link')) await new Promise(requestAnimationFrame);
  }

  types = (text: string) => type(text);
  presses = (...chords: string[]) => keys(...chords);

  async answers(code: string) {
    await this.types(code);
    await this.settles();
  }

  part = (name: string) => this.gate.shadowRoot!.querySelector<HTMLElement>(`[part=${name}]`)!;
  parts = (name: string) => [...this.gate.shadowRoot!.querySelectorAll<HTMLElement>(`[part=${name}]`)];
  get field() {
    return this.part('input') as HTMLInputElement;
  }
  get focused() {
    return this.gate.shadowRoot!.activeElement;
  }
  /** All that is said as an alert. */
  get alarm() {
    return this.parts('notice')
      .map((notice) => notice.textContent!.trim())
      .filter(Boolean)
      .join(' ');
  }
  get text() {
    return this.part('dialog').innerText.replace(/\s+/g, ' ');
  }
  heard = (name: string) =>
    this.events.filter((event) => event.type === `mo-otp-${name}`) as (CustomEvent & Record<string, any>)[];
}

export { FakeVerifier };
