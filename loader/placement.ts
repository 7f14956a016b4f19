import { withFurther } from './with-further.js';

/**
 * Appends an element where it is visible and can take the focus, and focuses it: in the dialog that has the focus, else
 * at the end of the page; where it cannot be used there, `findPlace` looks on. Resolves to the element that had the
 * focus.
 */
export async function placeElement(element: HTMLElement): Promise<HTMLElement> {
  const { body } = document;
  const focused = document.activeElement as HTMLElement;
  (focused.closest('dialog,[role=dialog],[aria-modal]') ?? body).append(element);
  element.focus();
  // not by `:focus`, which matches nothing in a window that is not in front
  if (document.activeElement !== element) await withFurther((further) => further.findPlace(element, focused));
  return focused;
}
