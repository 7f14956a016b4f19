import { html } from 'lit';
import type { App } from '../app.js';
import { page } from './page.js';

export const welcome = (app: App) =>
  page({
    emblem: true,
    title: '6자리 인증번호로 본인인증',
    lead: '원격훈련을 받는 분이 본인인지 확인할 때 쓰는 앱입니다.',
    body: html`
      <ol class="how">
        <li>학습 화면에서 본인인증을 하라고 하면 이 앱을 엽니다.</li>
        <li>앱 비밀번호 4자리를 입력합니다.</li>
        <li>앱에 보이는 6자리 인증번호를 학습 화면에 입력합니다.</li>
      </ol>
      <p class="note">
        한 사람이 한 기기에서만 쓸 수 있습니다. 다른 기기에 등록하면 먼저 쓰던 기기에서는 쓸 수 없습니다.
      </p>
    `,
    actions: html`<button class="main" @click=${() => app.show({ screen: 'consent' })}>시작하기</button>`,
  });
