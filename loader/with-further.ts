/** Runs what most presses never need once it is loaded; resolves to undefined where that fails. */
export const withFurther = <Result>(run: (further: typeof import('./further.js')) => Result) =>
  import('./further.js').then(run).catch(() => undefined);
