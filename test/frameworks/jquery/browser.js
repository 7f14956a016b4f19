import 'mo-otp-gate/define';
import $ from 'jquery';

const $gate = $('<mo-otp-gate manual-submit>').prop({ verifier: '/v1', session: 'ss_1' });
const $told = $('<output>');
$('main').append('<button id="open">수강하기</button><button id="leave">나가기</button>', $gate, $told);
$('#open').on('click', () => $gate[0].show());
$('#leave').on('click', () => $gate.remove());
$gate.on('mo-otp-verified', ({ originalEvent: { detail } }) => $told.text(`${detail.method} ${detail.expiresIn}`));
