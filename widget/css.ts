/** Marks a style sheet, for editors and for the build, which takes its white space out. */
export const css = ([text]: TemplateStringsArray) => text!;

const sheets = new Map<string, CSSStyleSheet>();

/** Gives a shadow root its styles. Elements share one sheet, which no policy of the page asks about. */
export function adopt(root: ShadowRoot, styles: string): void {
  try {
    const sheet = sheets.get(styles) ?? new CSSStyleSheet();
    if (!sheets.has(styles)) sheet.replaceSync(styles);
    sheets.set(styles, sheet);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // iOS before 16.4 has no sheets to share
    const style = document.createElement('style');
    style.nonce = (window as { litNonce?: string }).litNonce!;
    style.textContent = styles;
    root.append(style);
  }
}
