/** Words with layers of other words laid over them. */
export function overlay<Base extends object>(words: Base, layers: (object | undefined)[]): Base {
  // a loop, because Prototype.js before 1.7.1 replaces `reduce`
  for (const layer of layers) words = overlayWords(words, layer);
  return words;
}

/** Overlays one layer, matching words by name or by position. */
const overlayWords = <Base extends object>(base: Base, words: object = []): Base =>
  Object.fromEntries(
    Object.entries(base).map(([name, word], position) => {
      const other = words[(Array.isArray(words) ? position : name) as keyof object] as object | undefined;
      return [name, typeof word === 'string' ? (other ?? word) : overlayWords(word, other)];
    }),
  ) as Base;
