import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PhonePage } from '../phone/phone-page.js';
import { journey } from '../support/journey.js';
import { operatorBrowser } from '../support/operator.js';
import { Trainee } from '../support/trainee.js';

const stage = journey();

test(
  'the operator sees a learner’s evidence by the site’s learner id, without name and number',
  { timeout: 120_000 },
  async () => {
    const phone = await PhonePage.take(stage.browser, stage.demo.phone);
    await phone.beginsWith('01000004321');
    const learner = await Trainee.sitsDown(stage.browser, stage.demo.site);
    await learner.logsIn('홍길동', '010-0000-4321');
    await learner.wants('/lesson/1');
    await learner.isAsked();
    const code = (await phone.code())!;
    await learner.answers(code === '000000' ? '000001' : '000000');
    await learner.hears('인증번호가 맞지 않습니다');
    await learner.answers(code);
    await learner.hears('2단계 중 2단계');

    const operator = operatorBrowser({ url: stage.demo.verifier });
    await operator.logsIn(stage.demo.operator.secret);
    const { rows, html } = await operator.opens();
    assert.deepEqual(
      rows.map(([, result, , checkpoint, method]) => [checkpoint, method, result]),
      [
        ['과정 시작', 'mOTP 앱', '인증'],
        ['과정 시작', 'mOTP 앱', '실패: 틀린 번호'],
      ],
    );
    assert.doesNotMatch(html, /홍길동|4321/);
    assert.match((await operator.proves()).html, /학습자 1명의 기록 2건이 모두 온전합니다/);
  },
);
