import { korean as phone } from '../phone/words.js';

/** The words of i-PIN that differ from those of the phone identity check. */
export const korean = {
  ...phone,
  explain: '새 창에서 아이핀으로 확인합니다.',
  explainHere: '아이핀으로 확인합니다. 마치면 이 화면으로 돌아옵니다.',
  open: '아이핀 본인확인 창 열기',
};
