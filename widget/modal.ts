/** The number of open modals, and the page's `overflow` before the first one. */
let openCount = 0;
let overflow = '';

/**
 * Opens a dialog over the page and keeps the page from scrolling. Returns a function that closes it, or undefined where
 * the dialog cannot be seen: an open modal that is not rendered would leave an inert page with nothing to see.
 * `onHidden` runs when an ancestor of the open dialog is hidden later.
 */
export function openModal(dialog: HTMLDialogElement, onHidden: () => void): (() => void) | undefined {
  try {
    dialog.showModal();
    if (!isRendered(dialog)) {
      dialog.close();
      return undefined;
    }
  } catch {
    return undefined; // not in a document
  }
  const { style } = dialog.ownerDocument.documentElement;
  const viewport = window.visualViewport;
  // iOS draws its keyboard over the page: keep the dialog within the visual viewport
  const fit = () => {
    dialog.style.setProperty('--_height', `${viewport!.height - 48}px`);
    dialog.style.top = `${viewport!.offsetTop}px`;
  };
  viewport?.addEventListener('resize', fit);
  // a phone shows a page without a viewport meta zoomed out, with letters of 6 px
  if (viewport && viewport.scale < 1) {
    dialog.style.cssText = `--_zoom:${1 / viewport.scale};-webkit-text-size-adjust:100%`;
  }
  if (!openCount++) overflow = style.overflow;
  style.overflow = 'hidden';
  // a dialog that the browser closes (Escape) loses its box before its close event
  const observer = new ResizeObserver(() => !dialog.open || isRendered(dialog) || onHidden());
  observer.observe(dialog);
  return () => {
    observer.disconnect();
    viewport?.removeEventListener('resize', fit);
    if (!--openCount) style.overflow = overflow;
    dialog.close();
  };
}

/** Whether an element has a box in a document that is shown; `checkVisibility` knows of `content-visibility`. */
function isRendered(element: HTMLElement): boolean {
  const { innerHeight } = element.ownerDocument.defaultView!;
  return innerHeight > 0 && element.offsetHeight > 0 && (element.checkVisibility?.() ?? true);
}
