/** Resolves after a number of milliseconds; never once the signal is aborted. */
export const pause = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resume) => {
    const timer = setTimeout(resume, milliseconds);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
