import { html } from 'lit';
import { page } from './page.js';

/** For unexpected failures: no storage, no HTTPS, a defect. */
export const broken = () =>
  page({
    title: '앱을 열지 못했습니다',
    lead: '비공개 창에서는 열리지 않을 수 있습니다. 다시 열어도 같으면 다른 방법으로 본인인증을 해 주세요.',
    actions: html`<button class="main" @click=${() => location.reload()}>다시 열기</button>`,
  });
