import { html } from 'lit';
import type { App } from '../app.js';
import type { Deactivated } from '../device-store.js';
import { page } from './page.js';

const words = {
  locked: {
    title: '앱이 잠겼습니다',
    lead: '비밀번호를 5번 틀렸습니다. 문자로 휴대폰 번호를 확인하고 비밀번호를 새로 정하면 다시 쓸 수 있습니다.',
    action: '휴대폰 번호 확인하기',
  },
  replaced: {
    title: '다른 기기에 등록되어 있습니다',
    lead: '한 사람이 한 기기에서만 쓸 수 있습니다. 이 기기에 다시 등록하면 다른 기기에서는 쓸 수 없습니다.',
    action: '이 기기에 다시 등록하기',
  },
};

export function deactivated(app: App, why: Deactivated['ended']) {
  const { title, lead, action } = words[why];
  return page({
    title,
    lead,
    actions: html`<button class="main" @click=${() => app.show({ screen: 'consent' })}>${action}</button>`,
  });
}
