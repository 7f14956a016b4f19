import { mac } from './mac.js';

/** Short, familiar, hard to take for one another. Sixteen: enough to notice a typing error, few enough to tell a thief little (four bits). */
export const SAFE_WORDS = [
  '소나무',
  '바다',
  '고양이',
  '우산',
  '기차',
  '달빛',
  '사과',
  '연필',
  '모자',
  '구름',
  '호랑이',
  '등대',
  '딸기',
  '시계',
  '나비',
  '의자',
] as const;

/** The word by which a learner sees, even offline, that the PIN was right: the right PIN always shows the same one. */
export async function safeWordOf(secret: Uint8Array<ArrayBuffer>): Promise<string> {
  const [first = 0] = await mac(secret, 'mo-otp-gate safe word');
  return SAFE_WORDS[first % SAFE_WORDS.length]!;
}
