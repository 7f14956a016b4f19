import { gather } from '../gather.js';
import { each, shared, type Engine, type Operation, type Statement } from '../operation.js';
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

const fullUntil = shared('bucket TEXT', 'SELECT asked.n, r.full_until AS until FROM asked CROSS JOIN rate_limits r WHERE r.bucket = asked.bucket');

/** Lets pass as many as fit; whom a bucket refuses has filled nothing in it. */
function* enter(queues: Queue[], now: number): Operation<void> {
  for (let open = queues; open.length > 0; ) {
    const found = yield [...grouped(open, ({ bucket: { interval, burst } }) => `${interval} ${burst}`)].map((same) => passing(same, now));
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

/** Everybody's first bucket, then the second of those who passed it, and so on. */
function* enterAll(requests: Request[]): Operation<void> {
  const now = Math.max(...requests.map((request) => request.now));
  for (let place = 0; ; place++) {
    const going = requests.filter(({ wait, buckets }) => wait === 0 && place < buckets.length);
    if (going.length === 0) return;
    const queues = [...grouped(going, ({ buckets }) => buckets[place]!.name)].map((together): Queue => {
      const bucket = together[0]!.buckets[place]!;
      return { bucket, requests: together, fit: Math.min(together.length, bucket.burst) };
    });
    yield* enter(queues, now);
  }
}

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
