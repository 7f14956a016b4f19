/** The captcha, in Korean. */
export const korean = {
  explain: '자동 프로그램이 아닌지 확인합니다. 그림이나 소리 문제는 없습니다. 이 기기가 몇 초 동안 계산합니다.',
  explainPage: '자동 프로그램이 아닌지 확인합니다. 버튼을 누르면 확인 화면이 나옵니다.',
  start: '확인하기',
  working: '계산하고 있습니다. 잠시만 기다려 주세요.',
  progress: '{percent}% 계산했습니다.',
  page: '아래 확인 화면에서 진행해 주세요. 마치면 바로 표시됩니다.',
  frame: '자동 프로그램 확인 화면',
  notices: { 'wrong-answer': '확인하지 못했습니다. 다시 한 번 해 주세요.' },
};
