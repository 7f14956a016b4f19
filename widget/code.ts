/**
 * Turns typed, pasted or filled-in text into ASCII digits: full-width and other scripts' digits become 0–9, invisible
 * marks and separators are dropped, and of a whole message the one run that is as long as a code is taken.
 * Returns `undefined` where the text holds more digits than a code and no run of that length: such input is refused,
 * never cut.
 */
export function normaliseCode(text: string, digits: number): string | undefined {
  const ascii = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Nd}/gu, asciiDigit);
  // first a run on its own, then 123 456 or 123-456, where the groups are one code and nothing more
  for (const separators of [/\D+/, /[^\d\s.-]+/]) {
    const code = ascii
      .split(separators)
      .map(onlyDigits)
      .find((run) => run.length === digits);
    if (code) return code;
  }
  const all = onlyDigits(ascii);
  return all.length > digits ? undefined : all;
}

const onlyDigits = (text: string) => text.replace(/\D/g, '');

/** Each script's digits are contiguous, from its zero to its nine (The Unicode Standard, section 4.6). */
function asciiDigit(digit: string) {
  let distance = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(digit.codePointAt(0)! - distance - 1))) distance++;
  return String(distance % 10);
}
