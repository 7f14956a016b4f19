/**
 * When two spellings are the same name: the one rule for verifier, identity providers, phone app and checker.
 * Case, width and composition of letters do not matter, nor do invisible characters, spaces, hyphens, dots and
 * apostrophes. Every other difference does: another letter, digit or accent is another name.
 */

/**
 * Invisible characters (format characters, Hangul fillers, variation selectors, the blank Braille pattern) and spaces.
 */
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{White_Space}\u2800]/gu;
const hyphens = /\p{Dash}/gu;
/**
 * Full stops and middle dots. U+318D is the vowel that Korean keyboards offer as a middle dot, U+119E its compatible
 * form.
 */
const dots = /[.\u00b7\u0387\u05c3\u2022\u2024\u2027\u2219\u22c5\u2e31\u2e33\u3002\u30fb\uff61\u318d\u119e]/gu;
/** Apostrophes, quotation marks used as such, primes, and letters that look like them. */
const apostrophes =
  /['`\u00b4\u02b9\u02bb-\u02bf\u02c8\u055a\u05f3\u2018-\u201b\u2032\u2035\ua78b\ua78c\uff07\uff40]/gu;

const withoutSeparators = (text: string) =>
  [invisible, hyphens, dots, apostrophes].reduce((rest, separators) => rest.replace(separators, ''), text);

/**
 * Folds case (Unicode, section 3.13) by code point, so that neighbours play no part. The dotless ı stays another
 * letter.
 */
const foldCase = (text: string) =>
  Array.from(text, (letter) => (letter === 'ı' ? letter : letter.toUpperCase().toLowerCase())).join('');

// separators first: NFKC turns some of them into a space with an accent
const step = (text: string) => foldCase(withoutSeparators(text).normalize('NFKC')).normalize('NFKC');

/** The form in which names are compared: equal for two spellings of one name. Empty for a name without a letter. */
export function comparableName(name: string): string {
  let [previous, form] = [name, step(name)];
  while (form !== previous) [previous, form] = [form, step(form)];
  return form;
}

/** The first version of the rule, for hashes that were stored under it: composed letters (NFC), without spaces. */
export const comparableNameV1 = (name: string): string => name.normalize('NFC').replace(/\s/gu, '');
