import { html } from 'lit';
import type { App } from '../app.js';
import { choosePin } from '../registration.js';
import type { NewPinState } from '../state.js';
import { field, form } from './form.js';
import { page } from './page.js';

const digits = { type: 'password', inputmode: 'numeric', autocomplete: 'off', large: true } as const;

export const newPin = (app: App, state: NewPinState) =>
  page({
    title: '앱 비밀번호를 정해 주세요',
    lead: '앱을 열 때마다 입력하는 숫자 4자리입니다. 기억하기 쉽고, 남이 짐작하기 어려운 숫자가 좋습니다.',
    step: 3,
    back: () => app.show({ screen: 'details', person: state.person }),
    body: form({
      state,
      fields: html`
        ${field(state, { name: 'pin', label: '비밀번호 4자리', ...digits })}
        ${field(state, { name: 'again', label: '한 번 더', ...digits })}
      `,
      label: '인증번호 받기',
      busy: '문자를 보내는 중…',
      submit: (typed) => void choosePin(app, state.person, { pin: typed('pin'), again: typed('again') }),
    }),
  });
