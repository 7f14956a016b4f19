import { row, type Engine, type Operation } from '../operation.js';
import type { Bucket, RateLimits } from '../store.js';

/** The generic cell rate algorithm: one number a bucket, one atomic statement a request; a refused request fills nothing. */
function* enter({ name, interval, burst }: Bucket, now: number): Operation<number> {
  const entered = yield* row(
    `INSERT INTO rate_limits (bucket, full_until) VALUES (?, ?)
     ON CONFLICT (bucket) DO UPDATE SET full_until = ? + CASE WHEN rate_limits.full_until > ? THEN rate_limits.full_until ELSE ? END
       WHERE rate_limits.full_until <= ?
     RETURNING full_until`,
    name,
    now + interval,
    interval,
    now,
    now,
    now + interval * (burst - 1),
  );
  if (entered) return 0;
  const full = yield* row<{ until: number }>('SELECT full_until AS until FROM rate_limits WHERE bucket = ?', name);
  return full ? Math.max(1, full.until - interval * (burst - 1) - now) : 0;
}

export const rateLimits = ({ brief }: Engine): RateLimits => ({
  enter: (buckets, now) =>
    brief(function* () {
      for (const bucket of buckets) {
        const wait = yield* enter(bucket, now);
        if (wait > 0) return wait;
      }
      return 0;
    }),
});
