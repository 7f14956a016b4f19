/**
 * What a learner typed, pasted or had filled in, as ASCII digits: full-width and other scripts' digits become 0–9, invisible marks
 * and separators go, and out of a whole message the one run that is as long as a code wins.
 * `undefined` means that it holds more digits than a code and no run that is one: such input is refused, never cut.
 */
export function normaliseCode(text: string, digits: number): string | undefined {
  const ascii = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Nd}/gu, asciiDigit);
  // a run by itself, else 123 456 or 123-456, where the groups make up one code and nothing more
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

/** Unicode keeps each script's digits together, from its zero to its nine (The Unicode Standard, section 4.6). */
function asciiDigit(digit: string) {
  let distance = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(digit.codePointAt(0)! - distance - 1))) distance++;
  return String(distance % 10);
}
