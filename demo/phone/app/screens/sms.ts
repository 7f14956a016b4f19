import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { App } from '../app.js';
import { hyphenated } from '../../../identity/mobile-number.js';
import { confirm, sendAgain } from '../registration.js';
import type { SmsState } from '../state.js';
import { field, form } from './form.js';
import { page } from './page.js';

export const sms = (app: App, state: SmsState) =>
  page({
    title: '문자로 받은 인증번호를 입력해 주세요',
    lead: `${hyphenated(state.person.phone)} 번호로 인증번호 6자리를 보냈습니다.`,
    step: 4,
    back: () => app.show({ screen: 'details', person: state.person }),
    // a new SMS invalidates the typed code
    body: keyed(
      state.registration,
      form({
        state,
        fields: html`
          ${field(state, { name: 'code', label: '인증번호', inputmode: 'numeric', autocomplete: 'one-time-code', large: true })}
          <p class="note">${remaining(state.expiresAt - app.clock.now())}</p>
          <div role="status">
            ${state.message && !state.message.read ? notification(app, state, state.message.text) : nothing}
          </div>
        `,
        label: '확인',
        also: html`<button type="button" class="quiet" @click=${() => void sendAgain(app)}>인증번호 다시 받기</button>`,
        submit: (typed) => void confirm(app, typed('code')),
      }),
    ),
  });

/** `milliseconds` until the code expires. */
function remaining(milliseconds: number) {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds <= 0) return '시간이 지났습니다. 인증번호를 다시 받아 주세요.';
  return `${Math.floor(seconds / 60)}분 ${String(seconds % 60).padStart(2, '0')}초 안에 입력해 주세요.`;
}

/** The SMS, until it is used or dismissed: below the input, so that it covers and moves nothing above. */
function notification(app: App, state: SmsState, text: string) {
  const code = /\b\d{6}\b/.exec(text)?.[0];
  const dismiss = () => {
    document.querySelector<HTMLInputElement>('#code')?.focus();
    app.show({ ...state, message: { text, read: true } });
  };
  const fillIn = () => {
    const input = document.querySelector<HTMLInputElement>('#code');
    if (input && code) input.value = code;
    dismiss();
  };
  return html`
    <div class="notification">
      <p class="from">메시지 · 지금</p>
      <p>${text}</p>
      <div class="choices">
        ${code ? html`<button type="button" @click=${fillIn}>인증번호 넣기</button>` : nothing}
        <button type="button" class="quiet" @click=${dismiss}>닫기</button>
      </div>
    </div>
  `;
}
