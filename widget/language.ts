/**
 * The language of a place in a page, as a BCP 47 tag: its own or the closest `lang` around it, out of shadow roots too; Korean where
 * nobody says one. Its own is asked of the property, because the attribute follows later.
 */
export function languageAt(place: HTMLElement): string {
  const root = place.getRootNode();
  const said = place.lang || place.closest<HTMLElement>('[lang]:not([lang=""])')?.lang;
  return said || (root instanceof ShadowRoot ? languageAt(root.host as HTMLElement) : 'ko');
}
