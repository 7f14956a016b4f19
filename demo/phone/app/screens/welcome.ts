import { html } from 'lit';
import type { App } from '../app.js';
import { page } from './page.js';

export const welcome = (app: App) =>
  page({
    emblem: true,
    title: '본인인증을 여섯 자리 번호로',
    lead: '원격훈련을 받는 분이 본인인지 확인할 때 쓰는 앱입니다.',
    body: html`
      <ol class="how">
        <li>학습 화면이 번호를 물으면 이 앱을 엽니다.</li>
        <li>앱 비밀번호 네 자리를 넣습니다.</li>
        <li>앱에 보이는 여섯 자리를 학습 화면에 적습니다.</li>
      </ol>
      <p class="note">
        한 사람이 한 기기에서만 쓸 수 있습니다. 다른 기기에 등록하면 먼저 쓰던 기기에서는 쓸 수 없습니다.
      </p>
    `,
    actions: html`<button class="main" @click=${() => app.show({ screen: 'consent' })}>시작하기</button>`,
  });
