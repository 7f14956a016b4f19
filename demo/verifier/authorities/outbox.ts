import type { Clock } from '../domain/clock.js';
import type { OutboxItem } from '../domain/model.js';
import type { Outbox } from '../store/upstream.js';

/** How many letters are sent at a time, and how long, in milliseconds, one that nobody acknowledged rests. */
const batchLimit = 20;
const leaseMs = 60_000;
const backoffMs = (tries: number) => Math.min(5_000 * 2 ** (tries - 1), 3_600_000);

/**
 * Sends the letters that are due and answers how many were acknowledged; the others are due again after a rest that doubles up to an
 * hour, for as long as it takes. A letter may arrive twice: when its acknowledgement was lost.
 */
export async function deliverBatch(
  store: Outbox,
  send: (item: OutboxItem) => Promise<boolean>,
  clock: Clock,
): Promise<number> {
  const now = clock.now();
  const leased = await store.leaseOutboxMessages(batchLimit, now, now + leaseMs);
  const acknowledged = await Promise.all(
    leased.map(async (item) => {
      const delivered = await send(item);
      await (delivered
        ? store.deleteOutboxMessage(item.id)
        : store.postponeOutboxMessage(item.id, clock.now() + backoffMs(item.tries)));
      return delivered;
    }),
  );
  return acknowledged.filter(Boolean).length;
}

/** Looks for letters that are due, once a second, until it is stopped; a database that fails is asked again. */
export function startDelivery(
  store: Outbox,
  send: (item: OutboxItem) => Promise<boolean>,
  clock: Clock,
): { stop(): Promise<void> } {
  let round = Promise.resolve();
  let isIdle = true;
  const timer = setInterval(() => {
    if (!isIdle) return;
    isIdle = false;
    round = deliverBatch(store, send, clock).then(
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
