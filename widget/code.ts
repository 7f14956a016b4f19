/**
 * What a learner typed, pasted or had filled in, as ASCII digits: full-width and other scripts' digits become 0–9, invisible marks
 * and separators go, and out of a whole message the one run that is as long as a code wins.
 * `undefined` means that it holds more digits than a code and no run that is one: such input is refused, never cut.
 */
export function normaliseCode(text: string, digits: number): string | undefined {
  const ascii = text.normalize('NFKC').replace(/\p{Cf}/gu, '').replace(/\p{Nd}/gu, asciiDigit);
  const run = ascii.split(/\D+/).find((digitsInARow) => digitsInARow.length === digits);
  if (run) return run;
  // 123 456 or 123-456, but only where the groups make up one code and nothing more
  const grouped = ascii.split(/[^\d\s\-.\u00b7]+/).map(onlyDigits).filter((group) => group.length === digits);
  if (grouped.length === 1) return grouped[0];
  const all = onlyDigits(ascii);
  return all.length > digits ? undefined : all;
}

const onlyDigits = (text: string) => text.replace(/\D/g, '');

/** Unicode keeps each script's digits in rows of ten, so a digit's value is its distance from the row's start. */
function asciiDigit(digit: string) {
  const point = digit.codePointAt(0)!;
  let start = point;
  while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start--;
  return String((point - start) % 10);
}
