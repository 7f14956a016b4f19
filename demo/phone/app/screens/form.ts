import { html, nothing } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { digitsIn } from '../digits.js';
import type { FormState } from '../state.js';

/** The value of the input with that name. */
type Typed = (name: string) => string;

interface Form {
  state: FormState;
  fields: unknown;
  label: string;
  /** The button's label while waiting for the reply. */
  busy?: string;
  /** Below the button. */
  also?: unknown;
  submit: (typed: Typed, form: HTMLFormElement) => void;
}

/** The inputs hold the draft: input enters the state only when it is submitted. */
export function form({ state, fields, label, busy = '확인하는 중…', also, submit }: Form) {
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const element = event.currentTarget as HTMLFormElement;
    const data = new FormData(element);
    if (!state.busy) submit((name) => String(data.get(name) ?? ''), element);
  };
  return html`
    <form aria-labelledby="title" novalidate autocomplete="off" @submit=${onSubmit}>
      ${fields}
      <div class="actions">
        <button class="main" aria-disabled=${state.busy ? 'true' : nothing}>${state.busy ? busy : label}</button>
        ${also}
      </div>
    </form>
  `;
}

interface Field {
  name: string;
  label: string;
  hint?: string;
  value?: string;
  type?: 'text' | 'tel' | 'password';
  inputmode?: 'numeric' | 'tel';
  autocomplete: 'name' | 'tel' | 'one-time-code' | 'off';
  /** Large type, for a few digits. */
  large?: boolean;
  /** The number of digits with which the form submits itself. */
  submitsAt?: number;
}

const submitAt = (length: number) => (event: Event) => {
  const input = event.currentTarget as HTMLInputElement;
  if (digitsIn(input.value).length === length) input.form!.requestSubmit();
};

/** A label, its input and its error. */
export function field(
  { busy, fieldError }: FormState,
  { name, label, hint, value, type = 'text', inputmode, autocomplete, large, submitsAt }: Field,
) {
  const wrong = !busy && fieldError?.field === name ? fieldError.text : undefined;
  const described = [hint && `${name}-hint`, wrong && `${name}-wrong`].filter(Boolean).join(' ');
  return html`
    <div class="field">
      <label for=${name}>${label}</label>
      ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : nothing}
      <input
        id=${name}
        name=${name}
        class=${large ? 'large' : nothing}
        type=${type}
        value=${ifDefined(value)}
        inputmode=${ifDefined(inputmode)}
        autocomplete=${autocomplete}
        autocapitalize="off"
        spellcheck="false"
        aria-invalid=${wrong ? 'true' : nothing}
        @input=${submitsAt ? submitAt(submitsAt) : nothing}
        aria-describedby=${described || nothing}
      />
      ${wrong ? html`<p class="wrong" id="${name}-wrong" role="alert">${wrong}</p>` : nothing}
    </div>
  `;
}
