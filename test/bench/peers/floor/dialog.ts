/**
 * The floor: a dialog with a field for six digits, a countdown and nothing else, in Lit. It asks the verifier the same
 * two things.
 */
import { LitElement, css, html } from 'lit';

class BareDialog extends LitElement {
  static override properties = { question: { state: true }, verdict: { state: true } };
  static override styles = css`
    dialog {
      width: 320px;
      border: 1px solid #ccc;
      border-radius: 12px;
      padding: 24px;
      font: 16px/1.5 sans-serif;
    }
    input {
      width: 100%;
      box-sizing: border-box;
      height: 48px;
      font-size: 24px;
      letter-spacing: 0.5em;
    }
    button {
      width: 100%;
      height: 44px;
      margin-top: 12px;
    }
  `;
  declare question:
    { id: string; learner: { name: string; phone: string }; params: { period: number }; time: number } | undefined;
  declare verdict: string | undefined;
  declare verifier: string;

  async show() {
    this.question = await this.#post('challenge', { session: 'se_1' });
    await this.updateComplete;
    this.renderRoot.querySelector('dialog')!.showModal();
    setInterval(() => this.requestUpdate(), 1000);
  }
  async #submit(event: Event) {
    event.preventDefault();
    const { value } = this.renderRoot.querySelector('input')!;
    this.verdict = (
      await this.#post('verify', { challenge: this.question!.id, attempt: crypto.randomUUID(), proof: { code: value } })
    ).status;
  }
  async #post(path: string, body: object) {
    return (
      await fetch(`${this.verifier}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    ).json();
  }
  #typed({ target }: Event) {
    const input = target as HTMLInputElement;
    if (input.value.length === 6) input.form!.requestSubmit();
  }

  override render() {
    const { question, verdict } = this;
    if (verdict) return html`<dialog open><p part="success">본인인증을 마쳤습니다.</p></dialog>`;
    return html`<dialog>
      <h2>본인인증</h2>
      <p>${question?.learner.name} ${question?.learner.phone}</p>
      <form @submit=${this.#submit}>
        <label
          >인증번호
          <input part="input" inputmode="numeric" autocomplete="one-time-code" maxlength="6" @input=${this.#typed}
        /></label>
        <p>${60 - (Math.floor(Date.now() / 1000) % 60)}초 남음</p>
        <button>확인</button>
      </form>
    </dialog>`;
  }
}
customElements.define('bare-dialog', BareDialog);
