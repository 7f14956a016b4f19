/**
 * The language of a place in a page, as a BCP 47 tag: its own or the closest `lang` around it, out of shadow roots too; Korean where
 * nobody says one.
 */
export function languageAt(place: HTMLElement): string {
  const root = place.getRootNode();
  return (
    place.closest<HTMLElement>('[lang]:not([lang=""])')?.lang ||
    (root instanceof ShadowRoot ? languageAt(root.host as HTMLElement) : 'ko')
  );
}
