import { html, nothing, svg } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { App } from '../app.js';
import { copyCode } from '../copy-code.js';
import { clockErrorText } from '../otp/offset.js';
import { codeAt, secondsLeft, stepAt } from '../otp/totp.js';
import type { CodeState } from '../state.js';
import { lock } from '../unlock.js';
import { page } from './page.js';

export function code(app: App, state: CodeState) {
  const { unlocked, unverifiedPin, copy } = state;
  const time = app.time();
  const digits = codeAt(unlocked.secret, time);
  const left = secondsLeft(time);
  const copied = copy?.step === stepAt(time) ? (copy.done ? '복사했습니다.' : '복사하지 못했습니다.') : '';
  return page({
    title: '학습 화면에 입력해 주세요',
    lead: unlocked.owner,
    body: html`
      <div class="ring ${left <= 10 ? 'ending' : ''}">
        ${keyed(stepAt(time), ring(left))}
        <div class="reading">
          <p class="code" aria-hidden="true"><span>${digits.slice(0, 3)}</span><span>${digits.slice(3)}</span></p>
          <p class="left">${left}초 남음</p>
        </div>
      </div>
      <p class="unseen" role="status">인증번호 ${[...digits].join(' ')}</p>
      <div class="copy">
        <button type="button" class="tinted" @click=${() => void copyCode(app, state)}>인증번호 복사</button>
        <p role="status">${copied}</p>
      </div>
      <p class="safe">안심 단어 <strong>${unlocked.safeWord}</strong></p>
      ${unverifiedPin ? offline : nothing} ${clock(unlocked.offset)}
    `,
    actions: html`
      <button class="quiet" @click=${() => lock(app)}>잠그기</button>
      ${
        unlocked.owner
          ? html`<button class="quiet" @click=${() => app.show({ screen: 'consent' })}>
              정보가 다르면 다시 등록하기
            </button>`
          : nothing
      }
    `,
  });
}

/**
 * Decorative: the seconds are text beside it. A new time step gets a new circle, so that it does not animate backwards.
 */
const ring = (left: number) => html`
  <svg viewBox="0 0 120 120" aria-hidden="true">
    <circle class="track" cx="60" cy="60" r="55" />
    ${svg`<circle class="rest" cx="60" cy="60" r="55" pathLength="60" stroke-dasharray="60" stroke-dashoffset=${60 - left} />`}
  </svg>
`;

const offline = html`
  <p class="notice">
    지금은 비밀번호를 확인할 수 없습니다. <b>안심 단어가 맞으면 인증번호도 맞습니다.</b> 다른 단어라면 잠그고 비밀번호를
    다시 입력해 주세요.
  </p>
`;

function clock(offset: number) {
  const fieldError = clockErrorText(offset);
  return fieldError
    ? html`<p class="notice">휴대폰 시계가 ${fieldError}. 인증번호는 바른 시각에 맞췄으니 그대로 쓰시면 됩니다.</p>`
    : nothing;
}
