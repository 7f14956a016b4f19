/** Marks a style sheet, for editors and for the build, which removes its white space. */
export const css = ([text]: TemplateStringsArray) => text!;

const sheets = new Map<string, CSSStyleSheet>();

/**
 * Adopts styles into a shadow root. Elements share one constructed sheet, which no content security policy blocks. A
 * sheet belongs to the document that it was constructed in: a root in another one gets a sheet of its own.
 */
export function adopt(root: ShadowRoot, styles: string): void {
  const { ownerDocument } = root;
  try {
    let sheet = ownerDocument === document ? sheets.get(styles) : undefined;
    if (!sheet) {
      sheet = new (ownerDocument.defaultView as typeof globalThis & Window).CSSStyleSheet();
      sheet.replaceSync(styles);
      if (ownerDocument === document) sheets.set(styles, sheet);
    }
    root.adoptedStyleSheets = [sheet];
  } catch {
    // iOS before 16.4 has no constructed sheets
    const style = ownerDocument.createElement('style');
    style.nonce = (window as { litNonce?: string }).litNonce!;
    style.textContent = styles;
    root.append(style);
  }
}
