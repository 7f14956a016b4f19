/** The words of the captcha, in Korean. */
export const korean = {
  explain: '사람이 접속했는지 확인합니다. 문제를 풀 필요는 없습니다. 버튼을 누르고 몇 초만 기다려 주세요.',
  explainPage: '사람이 접속했는지 확인합니다. 버튼을 누르면 확인 화면이 나옵니다.',
  start: '확인하기',
  working: '확인하고 있습니다. 잠시만 기다려 주세요.',
  progress: '진행률 {percent}%',
  page: '아래 확인 화면에서 진행해 주세요. 마치면 바로 표시됩니다.',
  frame: '사람인지 확인하는 화면',
  notices: { 'wrong-answer': '확인하지 못했습니다. 다시 시도해 주세요.' },
};
