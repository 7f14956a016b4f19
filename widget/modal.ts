/** How many are open, and how the page scrolled before the first one. */
let open = 0;
let overflow = '';

/** Opens a dialog over the page and keeps what lies behind from scrolling. Returns how to close it again. */
export function openModal(dialog: HTMLDialogElement): () => void {
  const { style } = document.documentElement;
  const viewport = window.visualViewport;
  // iOS draws its keyboard over the page: the dialog stays within what can be seen (scrolled into view by itself it hides its end)
  const fit = () => {
    dialog.style.setProperty('--_height', `${viewport!.height - 48}px`);
    dialog.style.top = `${viewport!.offsetTop}px`;
  };
  viewport?.addEventListener('resize', fit);
  if (!open++) overflow = style.overflow;
  style.overflow = 'hidden';
  dialog.showModal();
  return () => {
    viewport?.removeEventListener('resize', fit);
    if (!--open) style.overflow = overflow;
    dialog.close();
  };
}
