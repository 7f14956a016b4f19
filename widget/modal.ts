/** Opens a dialog over the page and keeps what lies behind from scrolling. Returns how to close it again. */
export function openModal(dialog: HTMLDialogElement): () => void {
  const { style } = document.documentElement;
  const { overflow } = style;
  const viewport = window.visualViewport;
  // iOS draws its keyboard over the page: the dialog stays within what can be seen (scrolled into view by itself it hides its end)
  const fit = () => {
    dialog.style.maxHeight = `${viewport!.height - 16}px`;
    dialog.style.bottom = `${window.innerHeight - viewport!.height - viewport!.offsetTop}px`;
  };
  viewport?.addEventListener('resize', fit);
  style.overflow = 'hidden';
  dialog.showModal();
  return () => {
    viewport?.removeEventListener('resize', fit);
    style.overflow = overflow;
    dialog.close();
  };
}
