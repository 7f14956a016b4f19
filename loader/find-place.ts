/**
 * Moves an element as far out as it can take the focus, and focuses it: for pages that hide the children of `body`,
 * trap the focus or are inert.
 */
export function findPlace(element: HTMLElement, focused: Element): void {
  for (const place of document.querySelectorAll('*')) {
    // nothing works inside a button or a field
    if (place === focused || !place.contains(focused)) continue;
    place.append(element);
    element.focus();
    if (document.activeElement === element) return;
  }
}
