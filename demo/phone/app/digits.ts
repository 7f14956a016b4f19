/** The digits in what was typed, pasted or read out, whatever stands between them; full-width ones count (NFKC makes them ASCII). */
export const digitsIn = (text: string) => text.normalize('NFKC').replace(/\D/g, '');

/** A Korean mobile number as digits, `+82 10…` taken as `010…`; nothing when it is none. */
export function mobileNumberIn(text: string): string | undefined {
  const digits = digitsIn(text).replace(/^820?(?=1)/, '0');
  return /^(010\d{8}|01[16-9]\d{7,8})$/.test(digits) ? digits : undefined;
}

/** `01000001234` as `010-0000-1234`. */
export const hyphenated = (phone: string) => phone.replace(/^(\d{3})(\d+)(\d{4})$/, '$1-$2-$3');
