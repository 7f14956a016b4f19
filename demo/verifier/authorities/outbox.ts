import type { Clock } from '../domain/clock.js';
import type { OutboxItem } from '../domain/model.js';
import type { Outbox } from '../store/upstream.js';

/** The number of messages in a batch of one site; how long a batch is leased and a message waits for its retry, in milliseconds. */
const batchLimit = 20;
const leaseMs = 60_000;
const backoffMs = (tries: number) => Math.min(5_000 * 2 ** (tries - 1), 3_600_000);

/** Sends a message and returns whether it was acknowledged. */
export type Send = (item: OutboxItem) => Promise<boolean>;

/**
 * Sends the messages of a site that are due and returns the number acknowledged. The others are retried without limit,
 * with an exponential backoff of at most an hour. Delivery is at least once: a lost acknowledgement repeats a message.
 */
export async function deliverBatch(store: Outbox, site: string, send: Send, clock: Clock): Promise<number> {
  const now = clock.now();
  const leased = await store.leaseOutboxMessages(site, batchLimit, now, now + leaseMs);
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

/**
 * Looks for due messages once a second until stopped, and delivers one batch of each site at a time: a site whose
 * authority is slow delays no other. While it is not needed, the database is left alone. `senderOf` is `undefined` for a site whose messages have to wait. After a database
 * error it tries again.
 */
export function startDelivery(
  store: Outbox,
  { isNeeded, senderOf }: { isNeeded(): boolean; senderOf(site: string): Promise<Send | undefined> },
  clock: Clock,
): { stop(): Promise<void> } {
  const lanes = new Map<string, Promise<void>>();
  async function deliver(site: string) {
    const send = await senderOf(site);
    if (send) await deliverBatch(store, site, send, clock);
  }
  let search = Promise.resolve();
  let isSearching = false;
  const timer = setInterval(() => {
    if (isSearching || !isNeeded()) return;
    isSearching = true;
    search = store
      .sitesWithOutboxMessages(clock.now())
      .then((sites) => {
        for (const site of sites.filter((one) => !lanes.has(one)))
          lanes.set(
            site,
            deliver(site)
              .catch(() => undefined)
              .finally(() => lanes.delete(site)),
          );
      })
      .catch(() => undefined)
      .finally(() => (isSearching = false));
  }, 1_000).unref();
  return {
    async stop() {
      clearInterval(timer);
      await search;
      await Promise.all(lanes.values());
    },
  };
}
