/** The digits of typed or pasted text, without separators; full-width digits become ASCII (NFKC). */
export const digitsIn = (text: string) => text.normalize('NFKC').replace(/\D/g, '');

/** A Korean mobile number as digits (`+82 10…` as `010…`), or undefined for anything else. */
export function mobileNumberIn(text: string): string | undefined {
  const digits = digitsIn(text).replace(/^820?(?=1)/, '0');
  return /^(010\d{8}|01[16-9]\d{7,8})$/.test(digits) ? digits : undefined;
}

/** `01000001234` as `010-0000-1234`. */
export const hyphenated = (phone: string) => phone.replace(/^(\d{3})(\d+)(\d{4})$/, '$1-$2-$3');
