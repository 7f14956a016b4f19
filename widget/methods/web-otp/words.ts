import { korean as phone } from '../phone/words.js';

/** The words of the browser's OTP, in Korean. */
export const korean = {
  /** Registering starts with an identity check on a provider's page. */
  check: {
    ...phone,
    explain: '이 브라우저를 등록하면 앱 없이 인증할 수 있습니다. 먼저 새 창에서 휴대폰 본인확인을 합니다.',
    explainHere:
      '이 브라우저를 등록하면 앱 없이 인증할 수 있습니다. 먼저 휴대폰 본인확인을 합니다. 마치면 이 화면으로 돌아옵니다.',
  },
  enrolled: '거의 끝났습니다. 아래 번호로 인증하면 이 브라우저가 등록됩니다.',
  registered: '이 브라우저의 인증번호입니다.',
  code: '인증번호',
  use: '이 번호로 인증하기',
  elsewhere: '이 브라우저는 등록되어 있지 않습니다. 등록하면 전에 등록한 브라우저로는 인증할 수 없습니다.',
  register: '이 브라우저 등록하기',
  renew: '이 브라우저 다시 등록하기',
  unable: '이 브라우저에는 번호를 저장할 수 없습니다. 시크릿 창이면 일반 창에서 다시 열거나, 다른 방법을 골라 주세요.',
  notices: {
    ...phone.notices,
    'wrong-code': '인증번호가 맞지 않습니다. 이 브라우저를 다시 등록해 주세요.',
    'used-code': '이미 사용한 인증번호입니다. 번호가 바뀌면 새 번호로 인증해 주세요.',
    repeated: '방금 틀린 인증번호입니다. 이 브라우저를 다시 등록해 주세요.',
    mismatch: '다른 브라우저가 등록되어 있습니다. 이 브라우저를 다시 등록해 주세요.',
  },
};
