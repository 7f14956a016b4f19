import { gather } from '../gather.js';
import { change, each, shared, type Engine, type Operation, type Statement } from '../operation.js';
import type { Bucket, RateLimits } from '../store.js';

interface Request {
  locks: readonly [];
  buckets: readonly Bucket[];
  now: number;
  /** How long it has to wait once a bucket has refused it, in milliseconds. */
  wait: number;
  answer(wait: number | Promise<never>): void;
}

/** Requests before one bucket, and how many of them are to pass next. */
interface Queue {
  bucket: Bucket;
  requests: Request[];
  fit: number;
}

/**
 * The generic cell rate algorithm: one number a bucket, and one atomic statement for as many as pass it together, all of them or none.
 * It is asked bucket by bucket how much those add; the parameters are the time, three times, and twice the time plus what the buckets
 * hold. Buckets come in the order of their names, so that no two processes wait for each other.
 */
const pass = `WITH asked AS (SELECT CAST(value->>0 AS TEXT) AS bucket, CAST(value->>1 AS BIGINT) AS added FROM ${each})
  INSERT INTO rate_limits (bucket, full_until) SELECT bucket, added + CAST(? AS BIGINT) FROM asked WHERE true ORDER BY bucket
  ON CONFLICT (bucket) DO UPDATE SET full_until = excluded.full_until + CASE WHEN rate_limits.full_until > ? THEN rate_limits.full_until - ? ELSE 0 END
    WHERE rate_limits.full_until + excluded.full_until <= ?
  RETURNING bucket`;

/** For buckets of one size. */
function passing(queues: Queue[], now: number): Statement {
  const { interval, burst } = queues[0]!.bucket;
  const added = queues.map(({ bucket, fit }) => [bucket.name, bucket.interval * fit]);
  return { sql: pass, parameters: [JSON.stringify(added), now, now, now, 2 * now + interval * burst] };
}

const fullUntil = shared(
  'bucket TEXT',
  'SELECT asked.n, r.full_until AS until FROM asked CROSS JOIN rate_limits r WHERE r.bucket = asked.bucket',
);

/** Lets pass as many as fit; whom a bucket refuses has filled nothing in it. */
function* enter(queues: Queue[], now: number): Operation<void> {
  for (let open = queues; open.length > 0;) {
    const found = yield bySize(open).map((same) => passing(same, now));
    const passed = new Set((found.flat() as { bucket: string }[]).map(({ bucket }) => bucket));
    for (const { bucket, requests, fit } of open) if (passed.has(bucket.name)) requests.splice(0, fit);
    const left = open.filter(({ requests }) => requests.length > 0);
    const full = (yield left.map(({ bucket }) => fullUntil(bucket.name))) as { until: number }[][];
    open = left.flatMap((queue, i) => {
      const { bucket, requests } = queue;
      const until = Math.max(now, full[i]![0]?.until ?? now);
      const fit = Math.min(requests.length, bucket.burst - Math.ceil((until - now) / bucket.interval));
      if (fit > 0) return { ...queue, fit };
      for (const request of requests) request.wait = until - bucket.interval * (bucket.burst - 1) - now;
      return [];
    });
  }
}

const takeBack = change(
  'bucket TEXT, added BIGINT',
  'UPDATE rate_limits SET full_until = full_until - asked.added FROM asked WHERE rate_limits.bucket = asked.bucket',
);

/** Those of the requests that are not refused yet, before their bucket at this place. */
function queuesAt(place: number, requests: readonly Request[]): Queue[] {
  const going = requests.filter(({ wait, buckets }) => wait === 0 && place < buckets.length);
  return [...grouped(going, ({ buckets }) => buckets[place]!.name)].map((together) => {
    const bucket = together[0]!.buckets[place]!;
    return { bucket, requests: together, fit: Math.min(together.length, bucket.burst) };
  });
}

/** Whether all pass all of their buckets, as they nearly always do: one question then. Where one does not, no bucket has changed. */
function* allPass(places: readonly Queue[][], now: number): Operation<boolean> {
  const queues = places.flat();
  if (queues.some(({ requests, fit }) => fit < requests.length)) return false;
  const found = yield places.flatMap((at) => bySize(at).map((same) => passing(same, now)));
  const passed = new Set((found.flat() as { bucket: string }[]).map(({ bucket }) => bucket));
  if (passed.size === queues.length) return true;
  yield queues
    .filter(({ bucket }) => passed.has(bucket.name))
    .map(({ bucket, fit }) => takeBack(bucket.name, bucket.interval * fit));
  return false;
}

/** Everybody's first bucket, then the second of those who passed it, and so on: who is refused has filled nothing behind the bucket that refused. */
function* enterAll(requests: Request[]): Operation<void> {
  const now = Math.max(...requests.map((request) => request.now));
  const most = Math.max(...requests.map(({ buckets }) => buckets.length));
  const places = Array.from({ length: most }, (_, place) => queuesAt(place, requests));
  if (yield* allPass(places, now)) return;
  for (let place = 0; place < most; place++) yield* enter(queuesAt(place, requests), now);
}

const bySize = (queues: readonly Queue[]): Queue[][] => [
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

export function rateLimits({ brief }: Engine): RateLimits {
  const admit = gather<Request>(1, (requests) =>
    brief(() => enterAll(requests)).then(
      () => requests.forEach(({ wait, answer }) => answer(wait)),
      (error: unknown) => requests.forEach(({ answer }) => answer(Promise.reject(error))),
    ),
  );
  return { enter: (buckets, now) => new Promise((answer) => admit({ locks: [], buckets, now, wait: 0, answer })) };
}
