/** Something that waits, and the names of what it must have for itself. */
export interface Waiting {
  locks: readonly string[];
}

/**
 * Gathers what waits until a lane is free, then hands all of it over together: the busier the verifier, the more share one journey to
 * the database. Of what needs the same lock only one lane has any, in its order. `handle` must not reject.
 */
export function gather<Work extends Waiting>(
  lanes: number,
  handle: (together: Work[]) => Promise<void>,
): (work: Work) => void {
  const most = 200;
  const mostOfOneLock = 10;
  const held = new Set<string>();
  let waiting: Work[] = [];
  let free = lanes;
  let isDue = false;

  /** Takes what nobody before it waits for: who sends a great deal at once holds up few others. */
  function next(): Work[] {
    const blocked = new Set(held);
    const wanted = new Map<string, number>();
    const taken: Work[] = [];
    const left: Work[] = [];
    for (const work of waiting) {
      const isFree =
        taken.length < most &&
        work.locks.every((lock) => !blocked.has(lock) && (wanted.get(lock) ?? 0) < mostOfOneLock);
      (isFree ? taken : left).push(work);
      for (const lock of work.locks)
        if (isFree) wanted.set(lock, (wanted.get(lock) ?? 0) + 1);
        else blocked.add(lock);
    }
    waiting = left;
    return taken;
  }

  function depart() {
    isDue = false;
    while (free > 0) {
      const taken = next();
      if (taken.length === 0) return;
      const locks = taken.flatMap((work) => work.locks);
      for (const lock of locks) held.add(lock);
      free--;
      void handle(taken).then(() => {
        for (const lock of locks) held.delete(lock);
        free++;
        soon();
      });
    }
  }

  /** Once everything has been heard that arrived in this turn of the event loop. */
  function soon() {
    if (isDue || waiting.length === 0) return;
    isDue = true;
    setImmediate(depart);
  }

  return (work) => {
    waiting.push(work);
    soon();
  };
}
