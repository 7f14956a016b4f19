import 'mo-otp-gate/define';
import $ from 'jquery';

const $gate = $('<mo-otp-gate manual-submit>').prop({ verifier: '/v1', session: 'ss_1' });
const $output = $('<output>');
$('main').append('<button id="open">수강하기</button><button id="leave">나가기</button>', $gate, $output);
$('#open').on('click', () => $gate[0].show());
$('#leave').on('click', () => $gate.remove());
$gate.on('mo-otp-verified', ({ originalEvent: { detail } }) => $output.text(`${detail.method} ${detail.expiresIn}`));
