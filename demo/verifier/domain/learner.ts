import type { LearnerShown } from 'mo-otp-gate/contract';
import { comparableNumber, hyphenated } from '../../identity/mobile-number.js';

interface Person {
  name: string;
  phone: string;
}

/** Name and phone as the gate shows them: in full, or with the middle masked. */
export function shown({ name, phone }: Person, how: 'full' | 'masked'): LearnerShown {
  const number = hyphenated(comparableNumber(phone));
  if (how === 'full') return { name, phone: number };
  return { name: maskedName(name), phone: number.replace(/-\d+-/, (middle) => middle.replace(/\d/g, '*')) };
}

/** 홍길동 → 홍*동, 홍길 → 홍*. */
function maskedName(name: string) {
  const letters = [...name.normalize('NFC')];
  const kept = letters.length > 2 ? [0, letters.length - 1] : [0];
  return letters.map((letter, i) => (kept.includes(i) ? letter : '*')).join('');
}
