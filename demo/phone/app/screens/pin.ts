import { html } from 'lit';
import type { App } from '../app.js';
import type { PinState } from '../state.js';
import { unlock } from '../unlock.js';
import { field, form } from './form.js';
import { page } from './page.js';

export const pin = (app: App, state: PinState) =>
  page({
    title: '앱 비밀번호를 입력해 주세요',
    body: form({
      state,
      fields: field(state, {
        name: 'pin',
        label: '숫자 4자리',
        hint: '4자리를 입력하면 바로 열립니다.',
        submitsAt: 4,
        type: 'password',
        inputmode: 'numeric',
        autocomplete: 'off',
        large: true,
      }),
      label: '열기',
      also: html`<button type="button" class="quiet" @click=${() => app.show({ screen: 'consent' })}>
        비밀번호를 잊었어요
      </button>`,
      submit: (typed, element) => {
        void unlock(app, typed('pin'));
        element.reset();
      },
    }),
  });
