/** The code in a text, found by going through it character by character: a second opinion on `normaliseCode`. */
export function codeIn(text: string, digits: number): string | undefined {
  const read = [...text.normalize('NFKC')]
    .filter((character) => !/\p{Cf}/u.test(character))
    .map((character) => values.get(character) ?? character);
  const isDigit = (character: string) => character >= '0' && character <= '9' && character.length === 1;
  const joins = (character: string) => character === '.' || character === '-' || character.trim() === '';
  const code = firstOf(digits, read, isDigit, () => false) ?? firstOf(digits, read, isDigit, joins);
  const all = read.filter(isDigit).join('');
  return code ?? (all.length > digits ? undefined : all);
}

/** The first stretch of digits, and of what may stand between them, that holds exactly so many digits. */
function firstOf(
  digits: number,
  read: string[],
  isDigit: (character: string) => boolean,
  joins: (character: string) => boolean,
): string | undefined {
  let run = '';
  for (const character of [...read, 'end']) {
    if (isDigit(character)) run += character;
    else if (!joins(character)) {
      if (run.length === digits) return run;
      run = '';
    }
  }
  return undefined;
}

/** Every script's digits stand in order, ten by ten, so counting them off gives their values. */
const values = new Map<string, string>();
for (let point = 0, count = 0; point <= 0x1ffff; point++) {
  const character = String.fromCodePoint(point);
  if (/\p{Nd}/u.test(character)) values.set(character, String(count++ % 10));
}
