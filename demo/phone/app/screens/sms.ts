import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { App } from '../app.js';
import { hyphenated } from '../digits.js';
import { confirm, sendAgain } from '../registration.js';
import type { SmsState } from '../state.js';
import { field, form } from './form.js';
import { page } from './page.js';

export const sms = (app: App, state: SmsState) => html`
  <div class="notifications" role="status">${state.message ? notification(state.message) : nothing}</div>
  ${page({
    title: '문자로 받은 번호를 넣어 주세요',
    lead: `${hyphenated(state.person.phone)} 번호로 여섯 자리를 보냈습니다.`,
    step: 4,
    back: () => app.show({ screen: 'details', person: state.person }),
    // another SMS makes what was typed worthless
    body: keyed(
      state.registration,
      form({
        state,
        fields: html`
          ${field(state, { name: 'code', label: '인증 문자의 번호', inputmode: 'numeric', autocomplete: 'one-time-code', large: true })}
          <p class="note">${remaining(state.expiresAt - app.clock.now())}</p>
        `,
        label: '확인',
        also: html`<button type="button" class="quiet" @click=${() => void sendAgain(app)}>문자 다시 받기</button>`,
        submit: (typed) => void confirm(app, typed('code')),
      }),
    ),
  })}
`;

/** `milliseconds` until the code expires. */
function remaining(milliseconds: number) {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds <= 0) return '시간이 지났습니다. 문자를 다시 받아 주세요.';
  return `${Math.floor(seconds / 60)}분 ${String(seconds % 60).padStart(2, '0')}초 안에 넣어 주세요.`;
}

/** The SMS as a phone shows it when it arrives. */
function notification(text: string) {
  const code = /\b\d{6}\b/.exec(text)?.[0];
  const fill = () => {
    const input = document.querySelector<HTMLInputElement>('#code');
    if (input && code) input.value = code;
    input?.focus();
  };
  return html`
    <div class="notification">
      <p class="from">메시지 · 지금</p>
      <p>${text}</p>
      ${code ? html`<button type="button" @click=${fill}>번호 넣기</button>` : nothing}
    </div>
  `;
}
