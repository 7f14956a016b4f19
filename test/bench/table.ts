export const number = (value: number, digits = 0): string =>
  Number.isNaN(value)
    ? '–'
    : value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });

/** A row of a Markdown table. */
export const row = (...cells: string[]): void => console.log(`| ${cells.join(' | ')} |`);

/** The head of a Markdown table; the first column is text, the others are figures. */
export function head(...cells: string[]): void {
  row(...cells);
  row(...cells.map((_, i) => (i === 0 ? '---' : '---:')));
}
