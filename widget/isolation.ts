/** Bubbling events without an `on…` attribute in some browser. */
const furtherTypes = `compositionstart compositionupdate compositionend touchstart touchmove touchend touchcancel
  beforeinput selectionchange focusin focusout`;

/**
 * Stops the events of the gate's own controls at its shadow root: a page sees them retargeted to the host, where its
 * "is this an INPUT?" guards fail, and would act on keys, clicks or wheel turns that are not meant for it. Events of
 * slotted content belong to the page and pass, as do those dispatched on the host itself. Listeners that capture on an
 * ancestor run before and cannot be stopped.
 */
export function isolate(root: ShadowRoot): void {
  const types = new Set(furtherTypes.split(/\s+/));
  // policy violations are reports to the page
  for (const name in root.host) if (/^on(?!securitypolicy)/.test(name)) types.add(name.slice(2));
  const stop = (event: Event) => root.contains(event.target as Node) && event.stopPropagation();
  for (const type of types) root.addEventListener(type, stop, { passive: true });
}
