import { html } from 'lit';
import type { App } from '../app.js';
import { submitDetails } from '../registration.js';
import type { DetailsState } from '../state.js';
import { field, form } from './form.js';
import { page } from './page.js';

export const details = (app: App, state: DetailsState) =>
  page({
    title: '누구신지 알려 주세요',
    lead: '훈련기관에 등록된 이름, 휴대폰 번호와 같아야 합니다.',
    step: 2,
    back: () => app.show({ screen: 'consent' }),
    body: form({
      state,
      fields: html`
        ${field(state, { name: 'name', label: '이름', autocomplete: 'name', value: state.person?.name ?? '' })}
        ${field(state, { name: 'phone', label: '휴대폰 번호', type: 'tel', inputmode: 'tel', autocomplete: 'tel', value: state.person?.phone ?? '' })}
      `,
      label: '다음',
      submit: (typed) => submitDetails(app, { name: typed('name'), phone: typed('phone') }),
    }),
  });
