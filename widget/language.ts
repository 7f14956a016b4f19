/** The language of a place in a page, as a BCP 47 tag: the closest `lang` around it, out of shadow roots too; Korean where nobody says one. */
export function languageAt(place: Node): string {
  const closest = place instanceof Element ? place.closest<HTMLElement>('[lang]:not([lang=""])') : null;
  const root = place.getRootNode();
  return closest?.lang ?? (root instanceof ShadowRoot ? languageAt(root.host) : 'ko');
}
