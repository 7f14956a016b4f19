import { batchQueue } from '../batching/batch-queue.js';
import { sharedChange, sharedQuery } from '../batching/shared-statement.js';
import type { BatchingEngine } from '../engine.js';
import type { Operation } from '../operation.js';
import { jsonRows, sql, type Statement } from '../sql.js';
import type { Bucket, RateLimits } from '../store.js';

/** A request that is to pass its buckets in their order. */
interface Request {
  locks: readonly [];
  buckets: readonly Bucket[];
  now: number;
  /** Milliseconds to wait, once a bucket has refused it. */
  wait: number;
  answer(wait: number | Promise<never>): void;
}

/** Requests at one bucket; the first `fit` of them are tried next. */
interface BucketQueue {
  bucket: Bucket;
  requests: Request[];
  fit: number;
}

/**
 * Milliseconds by which a bucket may be fuller than full, because the clocks of two processes differ a little. One that
 * is fuller was written by a clock that was ahead: it begins again empty, or its callers would wait until that time.
 */
const toleranceMs = 1_000;

const fullestAt = (now: number, { interval, burst }: Pick<Bucket, 'interval' | 'burst'>) =>
  now + interval * burst + toleranceMs;

/**
 * The generic cell rate algorithm: one number a bucket, and one atomic statement for all requests of a batch that pass
 * it, all of them or none. Returns the buckets that they passed. The buckets are of one size, and are written in the
 * order of their names, so that no two processes deadlock.
 */
function pass(queues: BucketQueue[], now: number): Statement {
  const { interval, burst } = queues[0]!.bucket;
  const fullest = fullestAt(now, { interval, burst });
  const added = jsonRows(queues.map(({ bucket, fit }) => [bucket.name, bucket.interval * fit]));
  // a new row holds the time plus what is added; on a conflict, `excluded.full_until` is that sum
  return sql`
    WITH input AS (SELECT CAST(value->>0 AS TEXT) AS bucket, CAST(value->>1 AS BIGINT) AS added FROM ${added})
    INSERT INTO rate_limits (bucket, full_until)
    SELECT bucket, added + CAST(${now} AS BIGINT) FROM input WHERE true ORDER BY bucket
    ON CONFLICT (bucket) DO UPDATE
      SET full_until = excluded.full_until
        + CASE WHEN rate_limits.full_until > ${now} AND rate_limits.full_until <= ${fullest} THEN rate_limits.full_until - ${now} ELSE 0 END
      WHERE rate_limits.full_until + excluded.full_until <= ${2 * now + interval * burst}
        OR rate_limits.full_until > ${fullest}
    RETURNING bucket`;
}

const fullUntil = sharedQuery(
  'bucket TEXT',
  sql`SELECT input.n, r.full_until AS until FROM input CROSS JOIN rate_limits r WHERE r.bucket = input.bucket`,
);

/** Lets pass as many requests as fit; a refused request has not changed the bucket. */
function* passBuckets(queues: BucketQueue[], now: number): Operation<void> {
  for (let open = queues; open.length > 0;) {
    const passed = passedBuckets(yield bySize(open).map((same) => pass(same, now)));
    for (const { bucket, requests, fit } of open) if (passed.has(bucket.name)) requests.splice(0, fit);
    const left = open.filter(({ requests }) => requests.length > 0);
    const full = (yield left.map(({ bucket }) => fullUntil(bucket.name))) as { until: number }[][];
    open = left.flatMap((queue, i) => {
      const { bucket, requests } = queue;
      const stored = full[i]![0]?.until ?? now;
      const until = stored > fullestAt(now, bucket) ? now : Math.max(now, stored);
      const fit = Math.min(requests.length, bucket.burst - Math.ceil((until - now) / bucket.interval));
      if (fit > 0) return { ...queue, fit };
      for (const request of requests) request.wait = until - bucket.interval * (bucket.burst - 1) - now;
      return [];
    });
  }
}

const passedBuckets = (rows: readonly unknown[][]) =>
  new Set((rows.flat() as { bucket: string }[]).map(({ bucket }) => bucket));

const takeBack = sharedChange(
  'bucket TEXT, added BIGINT',
  sql`UPDATE rate_limits SET full_until = full_until - input.added FROM input WHERE rate_limits.bucket = input.bucket`,
);

/** The requests that no bucket has refused yet, grouped by their bucket at this index. */
function queuesAt(index: number, requests: readonly Request[]): BucketQueue[] {
  const open = requests.filter(({ wait, buckets }) => wait === 0 && index < buckets.length);
  return [...grouped(open, ({ buckets }) => buckets[index]!.name)].map((group) => {
    const bucket = group[0]!.buckets[index]!;
    return { bucket, requests: group, fit: Math.min(group.length, bucket.burst) };
  });
}

/** Tries the usual case in one step: all requests pass all of their buckets. If one does not, no bucket has changed. */
function* allPass(stages: readonly BucketQueue[][], now: number): Operation<boolean> {
  const queues = stages.flat();
  if (queues.some(({ requests, fit }) => fit < requests.length)) return false;
  const passed = passedBuckets(yield stages.flatMap((at) => bySize(at).map((same) => pass(same, now))));
  if (passed.size === queues.length) return true;
  yield queues
    .filter(({ bucket }) => passed.has(bucket.name))
    .map(({ bucket, fit }) => takeBack(bucket.name, bucket.interval * fit));
  return false;
}

/**
 * Every request at its first bucket, then those that passed at their second, and so on: none is counted behind the one
 * that refuses it.
 */
function* enterBuckets(requests: Request[]): Operation<void> {
  const now = Math.max(...requests.map((request) => request.now));
  const length = Math.max(...requests.map(({ buckets }) => buckets.length));
  const stages = Array.from({ length }, (_, index) => queuesAt(index, requests));
  if (yield* allPass(stages, now)) return;
  for (let index = 0; index < length; index++) yield* passBuckets(queuesAt(index, requests), now);
}

const bySize = (queues: readonly BucketQueue[]): BucketQueue[][] => [
  ...grouped(queues, ({ bucket: { interval, burst } }) => `${interval} ${burst}`),
];

function grouped<One>(all: readonly One[], by: (one: One) => string): Iterable<One[]> {
  const groups = new Map<string, One[]>();
  for (const one of all) {
    const group = groups.get(by(one)) ?? [];
    group.push(one);
    groups.set(by(one), group);
  }
  return groups.values();
}

export function rateLimits({ relaxed }: BatchingEngine): RateLimits {
  const admit = batchQueue<Request>(1, (requests) =>
    relaxed(() => enterBuckets(requests)).then(
      () => requests.forEach(({ wait, answer }) => answer(wait)),
      (error: unknown) => requests.forEach(({ answer }) => answer(Promise.reject(error))),
    ),
  );
  return { enter: (buckets, now) => new Promise((answer) => admit({ locks: [], buckets, now, wait: 0, answer })) };
}
