import { html } from 'lit';
import type { App } from '../app.js';
import { page } from './page.js';

export const consent = (app: App) =>
  page({
    title: '개인정보 수집에 동의해 주세요',
    step: 1,
    back: () => void app.start(),
    body: html`
      <dl class="terms">
        <dt>무엇을</dt>
        <dd>이름과 휴대폰 번호</dd>
        <dt>왜</dt>
        <dd>훈련을 받는 분이 본인인지 확인하고 부정훈련을 막기 위해</dd>
        <dt>언제까지</dt>
        <dd>다시 등록하시거나, 훈련기관에 지워 달라고 하실 때까지</dd>
        <dt>거부하면</dt>
        <dd>동의하지 않으셔도 됩니다. 이 앱 대신 다른 방법으로 본인인증을 하시면 됩니다.</dd>
      </dl>
      <p class="note">앱 비밀번호는 저장하지 않고, 밖으로 보내지도 않습니다.</p>
    `,
    actions: html`
      <button class="main" @click=${() => app.show({ screen: 'details' })}>동의합니다</button>
      <button class="quiet" @click=${() => app.show({ screen: 'declined' })}>동의하지 않습니다</button>
    `,
  });

export const declined = (app: App) =>
  page({
    title: '이 앱 없이도 괜찮습니다',
    lead: '학습 화면에서 다른 방법을 골라 본인인증을 해 주세요.',
    actions: html`<button class="main" @click=${() => void app.start()}>처음으로</button>`,
  });
