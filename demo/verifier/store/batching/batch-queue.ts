/** A queued piece of work and the names of the locks that it needs. */
export interface QueuedWork {
  locks: readonly string[];
}

/** Most works of one batch, and most of them that may share a lock and therefore run one after the other within it. */
const batchLimit = 200;
const sameLockLimit = 10;

/**
 * Queues work until a lane is free, then hands over all of it as one batch: the busier the verifier, the more
 * operations share one round trip to the database. Works that need the same lock are in one lane at a time and stay in
 * their order. `handle` must not reject.
 */
export function batchQueue<Work extends QueuedWork>(
  lanes: number,
  handle: (batch: Work[]) => Promise<void>,
): (work: Work) => void {
  const locked = new Set<string>();
  let queue: Work[] = [];
  let freeLanes = lanes;
  let isScheduled = false;

  /** Takes each work that has no earlier one waiting for the same lock: a burst on one lock delays few others. */
  function nextBatch(): Work[] {
    const blocked = new Set(locked);
    const taken = new Map<string, number>();
    const batch: Work[] = [];
    const rest: Work[] = [];
    for (const work of queue) {
      const isFree =
        batch.length < batchLimit &&
        work.locks.every((lock) => !blocked.has(lock) && (taken.get(lock) ?? 0) < sameLockLimit);
      (isFree ? batch : rest).push(work);
      for (const lock of work.locks)
        if (isFree) taken.set(lock, (taken.get(lock) ?? 0) + 1);
        else blocked.add(lock);
    }
    queue = rest;
    return batch;
  }

  function dispatch() {
    isScheduled = false;
    while (freeLanes > 0) {
      const batch = nextBatch();
      if (batch.length === 0) return;
      const locks = batch.flatMap((work) => work.locks);
      for (const lock of locks) locked.add(lock);
      freeLanes--;
      void handle(batch).then(() => {
        for (const lock of locks) locked.delete(lock);
        freeLanes++;
        schedule();
      });
    }
  }

  /** Dispatches after this turn of the event loop, when everything that arrived in it is queued. */
  function schedule() {
    if (isScheduled || queue.length === 0) return;
    isScheduled = true;
    setImmediate(dispatch);
  }

  return (work) => {
    queue.push(work);
    schedule();
  };
}
