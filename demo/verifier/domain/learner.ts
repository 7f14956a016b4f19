import type { LearnerShown } from 'mo-otp-gate/contract';

interface Person {
  name: string;
  phone: string;
}

/** A name for comparison: composed Hangul (NFC), without spaces. */
export const comparableName = (name: string): string => name.normalize('NFC').replace(/\s/gu, '');

/** A phone number for comparison: ASCII digits in the national form (`+82 10-…` → `010…`). */
export function comparablePhone(phone: string): string {
  const typed = phone.normalize('NFKC').trim();
  const digits = typed.replace(/\D/g, '');
  return typed.startsWith('+82') ? `0${digits.slice(2).replace(/^0/, '')}` : digits;
}

/** Whether a number, in the form of {@link comparablePhone}, is a valid Korean mobile number. */
export const isMobile = (phone: string): boolean => /^01[016789]\d{7,8}$/.test(phone);

const grouped = (phone: string) => phone.replace(/^(\d{3})(\d{3,4})(\d{4})$/, '$1-$2-$3');

/** Name and phone as the gate shows them: in full, or with the middle masked. */
export function shown({ name, phone }: Person, how: 'full' | 'masked'): LearnerShown {
  const number = grouped(comparablePhone(phone));
  if (how === 'full') return { name, phone: number };
  return { name: maskedName(name), phone: number.replace(/-\d+-/, (middle) => middle.replace(/\d/g, '*')) };
}

/** 홍길동 → 홍*동, 홍길 → 홍*. */
function maskedName(name: string) {
  const letters = [...name.normalize('NFC')];
  const kept = letters.length > 2 ? [0, letters.length - 1] : [0];
  return letters.map((letter, i) => (kept.includes(i) ? letter : '*')).join('');
}
