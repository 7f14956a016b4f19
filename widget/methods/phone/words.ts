/** The words of an identity check on a provider's page, in Korean. */
export const korean = {
  explain: '새 창에서 본인 명의 휴대폰으로 확인합니다.',
  explainHere: '본인 명의 휴대폰으로 확인합니다. 마치면 이 화면으로 돌아옵니다.',
  open: '휴대폰 본인확인 창 열기',
  here: '이 창에서 본인확인하기',
  elsewhere: '다른 창에서 본인확인을 마쳐 주세요. 마치면 여기에 바로 표시됩니다.',
  back: '본인확인 창 다시 보기',
  closed: '창이 닫힌 것 같습니다. 마치지 않았다면 다시 열어 주세요.',
  again: '본인확인 창 다시 열기',
  waiting: '결과를 기다리고 있습니다. 마치지 않았다면 아래 버튼을 눌러 주세요.',
  notices: {
    blocked: '새 창이 열리지 않았습니다. 이 창에서 진행해 주세요.',
    'not-same-person':
      '이름이나 번호가 등록된 정보와 다릅니다. 회사나 다른 사람 명의가 아닌 본인 명의로 다시 확인해 주세요.',
    cancelled: '본인확인을 취소했습니다. 다시 하거나 다른 방법을 골라 주세요.',
  },
};

export type IdentityWords = typeof korean;
