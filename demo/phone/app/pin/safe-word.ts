import { mac } from './mac.js';

/** Short, familiar, distinct. Sixteen words reveal a mistyped PIN, but only four bits about the secret. */
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

/** The word that confirms a right PIN, even offline: the right PIN always shows the same word. */
export async function safeWordOf(secret: Uint8Array<ArrayBuffer>): Promise<string> {
  const [first = 0] = await mac(secret, 'mo-otp-gate safe word');
  return SAFE_WORDS[first % SAFE_WORDS.length]!;
}
