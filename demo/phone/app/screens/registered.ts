import { html } from 'lit';
import type { App } from '../app.js';
import type { UnlockedDevice } from '../state.js';
import { page } from './page.js';

export const registered = (app: App, unlocked: UnlockedDevice) =>
  page({
    title: '등록되었습니다',
    lead: '이제 인터넷이 없어도 인증번호를 볼 수 있습니다.',
    body: html`
      <div class="card">
        <p>나의 안심 단어</p>
        <p class="word">${unlocked.safeWord}</p>
        <p class="hint">인증번호와 함께 늘 이 단어가 보입니다. 다른 단어가 보이면 비밀번호를 잘못 입력한 것입니다.</p>
      </div>
    `,
    actions: html`<button class="main" @click=${() => app.show({ screen: 'code', unlocked })}>인증번호 보기</button>`,
  });
