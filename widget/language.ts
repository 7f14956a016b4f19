/**
 * The language at an element, as a BCP 47 tag: the closest `lang`, looked for across shadow roots, else Korean.
 */
export function languageAt(element: HTMLElement): string {
  const root = element.getRootNode();
  return (
    element.closest<HTMLElement>('[lang]:not([lang=""])')?.lang ||
    ((root as ShadowRoot).host ? languageAt((root as ShadowRoot).host as HTMLElement) : 'ko')
  );
}
