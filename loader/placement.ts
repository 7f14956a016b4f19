/**
 * Appends an element where it is visible and can take the focus, and focuses it: in the dialog that has the focus, else at
 * the end of the page, else (hidden children of `body`, a focus trap, an inert page) as far out as the focus stays on it.
 */
export function placeElement(element: HTMLElement): void {
  const { body, activeElement: focused } = document;
  [focused!.closest('dialog,[role=dialog],[aria-modal]') ?? body, ...document.querySelectorAll('*')].some((place) => {
    if (!place.contains(focused)) return false;
    place.append(element);
    element.focus();
    return element.matches(':focus');
  });
}
