/** Marks a style sheet, for editors and for the build, which removes its white space. */
export const css = ([text]: TemplateStringsArray) => text!;

const sheets = new Map<string, CSSStyleSheet>();

/** Adopts styles into a shadow root. Elements share one constructed sheet, which no content security policy blocks. */
export function adopt(root: ShadowRoot, styles: string): void {
  try {
    const sheet = sheets.get(styles) ?? new CSSStyleSheet();
    if (!sheets.has(styles)) sheet.replaceSync(styles);
    sheets.set(styles, sheet);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // iOS before 16.4 has no constructed sheets
    const style = document.createElement('style');
    style.nonce = (window as { litNonce?: string }).litNonce!;
    style.textContent = styles;
    root.append(style);
  }
}
