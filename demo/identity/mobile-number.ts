/**
 * Korean mobile numbers as people, contact lists and spreadsheets write them: the one rule for everyone who reads one.
 */

/**
 * Spaces, hyphens, dots, brackets, slashes and invisible characters between digits; a spreadsheet's leading apostrophe.
 */
const separators = /[\p{White_Space}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Dash}().·[\]/'’]/gu;

const trimmed = (text: string) => text.normalize('NFKC').trim();

/**
 * The digits of a mobile number in national form: `01000001234` for `+82 10-0000-1234`, `0082 10…`, `82-10…`,
 * `1000001234` (without its zero), full-width digits and any separators. Old numbers of ten digits keep them. Undefined
 * for anything else.
 */
export function mobileNumber(text: string): string | undefined {
  const typed = trimmed(text)
    .replace(/^(0?1\d{9})\.0$/, '$1') // a number that a spreadsheet kept as a fraction
    .replace(/^tel:/i, '')
    .replace(separators, '');
  const [, international, digits] = /^(\+|00)?(\d+)$/.exec(typed) ?? [];
  if (digits === undefined) return undefined;
  const national = international
    ? (/^82(\d+)$/.exec(digits)?.[1] ?? '')
    : /^820?1/.test(digits)
      ? digits.slice(2)
      : digits;
  const number = national.replace(/^(?=1)/, '0');
  return /^(010\d{8}|01[16-9]\d{7,8})$/.test(number) ? number : undefined;
}

/** The sentence for what is no mobile number. */
export const mobileNumberHint = 'must be a Korean mobile number, such as 010-0000-1234';

/** `01000001234` as `010-0000-1234`; anything else as it is. */
export const hyphenated = (digits: string): string => digits.replace(/^(\d{3})(\d{3,4})(\d{4})$/, '$1-$2-$3');

/** The form in which numbers are compared: {@link mobileNumber}, or the text of what is none. */
export const comparableNumber = (text: string): string => mobileNumber(text) ?? trimmed(text);
