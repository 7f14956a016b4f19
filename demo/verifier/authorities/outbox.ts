import type { Clock } from '../domain/clock.js';
import type { OutboxItem } from '../domain/model.js';
import type { Outbox } from '../store/outside.js';

/** How many letters are sent at a time, and how long, in milliseconds, one that nobody acknowledged rests. */
const most = 20;
const lease = 60_000;
const rest = (tries: number) => Math.min(5_000 * 2 ** (tries - 1), 3_600_000);

/**
 * Sends the letters that are due and answers how many were acknowledged; the others are due again after a rest that doubles up to an
 * hour, for as long as it takes. A letter may arrive twice: when its acknowledgement was lost.
 */
export async function deliver(
  store: Outbox,
  send: (item: OutboxItem) => Promise<boolean>,
  clock: Clock,
): Promise<number> {
  const now = clock.now();
  const lent = await store.lendLetters(most, now, now + lease);
  const acknowledged = await Promise.all(
    lent.map(async (item) => {
      const delivered = await send(item);
      await (delivered ? store.dropLetter(item.id) : store.postponeLetter(item.id, clock.now() + rest(item.tries)));
      return delivered;
    }),
  );
  return acknowledged.filter(Boolean).length;
}

/** Looks for letters that are due, once a second, until it is stopped; a database that fails is asked again. */
export function post(
  store: Outbox,
  send: (item: OutboxItem) => Promise<boolean>,
  clock: Clock,
): { stop(): Promise<void> } {
  let round = Promise.resolve();
  let isIdle = true;
  const timer = setInterval(() => {
    if (!isIdle) return;
    isIdle = false;
    round = deliver(store, send, clock).then(
      () => void (isIdle = true),
      () => void (isIdle = true),
    );
  }, 1_000).unref();
  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}
