/** A page's adjustable clock. Runs in the page before its scripts. */
declare global {
  /** Moves the page's clock by milliseconds and runs the timers in between. */
  var turnClock: (milliseconds: number) => void;
}

export function holdClock(): void {
  const [now, set, clear] = [Date.now.bind(Date), setTimeout.bind(window), clearTimeout.bind(window)];
  const waiting = new Map<number, { due: number; run: () => void }>();
  let ahead = 0;
  Date.now = () => now() + ahead;
  window.setTimeout = ((run: (...all: unknown[]) => void, milliseconds = 0, ...all: unknown[]) => {
    const act = () => {
      waiting.delete(timer);
      run(...all);
    };
    const timer = set(act, milliseconds) as unknown as number;
    waiting.set(timer, { due: Date.now() + milliseconds, run: act });
    return timer;
  }) as typeof setTimeout;
  window.clearTimeout = (timer) => {
    waiting.delete(Number(timer));
    clear(Number(timer));
  };
  globalThis.turnClock = (milliseconds) => {
    ahead += milliseconds;
    for (const [timer, { due, run }] of waiting) {
      if (due > Date.now()) continue;
      clear(timer);
      run();
    }
  };
}
