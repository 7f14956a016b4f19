/** Keeps the page behind a modal gate from scrolling; returns how to give it back. */
export function lockScroll(): () => void {
  const { style } = document.documentElement;
  const before = style.overflow;
  style.overflow = 'hidden';
  return () => void (style.overflow = before);
}
