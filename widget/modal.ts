/** The number of open modals, and the page's `overflow` before the first one. */
let openCount = 0;
let overflow = '';

/** Opens a dialog over the page and keeps the page from scrolling. Returns a function that closes it. */
export function openModal(dialog: HTMLDialogElement): () => void {
  const { style } = document.documentElement;
  const viewport = window.visualViewport;
  // iOS draws its keyboard over the page: keep the dialog within the visual viewport
  const fit = () => {
    dialog.style.setProperty('--_height', `${viewport!.height - 48}px`);
    dialog.style.top = `${viewport!.offsetTop}px`;
  };
  viewport?.addEventListener('resize', fit);
  if (!openCount++) overflow = style.overflow;
  style.overflow = 'hidden';
  dialog.showModal();
  return () => {
    viewport?.removeEventListener('resize', fit);
    if (!--openCount) style.overflow = overflow;
    dialog.close();
  };
}
