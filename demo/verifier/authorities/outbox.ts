import type { Clock } from '../domain/clock.js';
import type { OutboxItem } from '../domain/model.js';
import type { Outbox } from '../store/upstream.js';

/** The number of messages in a batch; how long a batch is leased and a message waits for its retry, in milliseconds. */
const batchLimit = 20;
const leaseMs = 60_000;
const backoffMs = (tries: number) => Math.min(5_000 * 2 ** (tries - 1), 3_600_000);

/**
 * Sends the messages that are due and returns the number acknowledged. The others are retried without limit, with an
 * exponential backoff of at most an hour. Delivery is at least once: a lost acknowledgement repeats a message.
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

/** Delivers due messages once a second until stopped; after a database error it tries again. */
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
