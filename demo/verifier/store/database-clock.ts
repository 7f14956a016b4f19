import type { Clock } from '../domain/clock.js';
import type { Store } from './store.js';

/** Milliseconds by which two clocks may differ before it is reported. */
export const reportedMs = 2_000;
/** How often the database's clock is read, in milliseconds, and how long reading may take to be exact enough. */
const readEveryMs = 10_000;
const longestReadMs = 1_000;

export interface DatabaseClock extends Clock {
  /** Milliseconds by which this machine's clock is ahead of the database's. */
  differenceMs(): number;
  /** Reads the database's clock now; while the database does not answer, time goes on from the last reading. */
  read(): Promise<void>;
  stop(): void;
}

/** The two clocks of this machine: `wall` may be set at any time, `monotonicMs` never jumps but has no date. */
export interface MachineClocks {
  wall: Clock;
  monotonicMs(): number;
}

/** What happened to a clock, for the log. */
export interface ClockReport {
  /** How far this machine's clock is ahead of the database's, and how far the database's has jumped, in milliseconds. */
  aheadMs: number;
  jumpedMs: number;
}

/**
 * The database's clock, so that all processes on one database have one time: a machine whose clock is wrong judges codes
 * and expiries like the others. Between two readings the time goes on by the machine's monotonic clock, which nobody
 * sets. `report` is called when the difference of the clocks begins or ends to exceed {@link reportedMs}, and at jumps.
 * @throws when the database cannot be read at first
 */
export async function databaseClock(
  store: Pick<Store, 'time'>,
  { wall, monotonicMs }: MachineClocks,
  report: (seen: ClockReport) => void = () => undefined,
): Promise<DatabaseClock> {
  let synced: { time: number; monotonic: number; ahead: number } | undefined;
  let reading: Promise<void> | undefined;
  let differed = false;

  const timeAt = ({ time, monotonic }: NonNullable<typeof synced>) => time + monotonicMs() - monotonic;

  async function readOnce() {
    const before = monotonicMs();
    const time = await store.time();
    const after = monotonicMs();
    if (synced && after - before > longestReadMs) return;
    const monotonic = (before + after) / 2;
    const jumpedMs = synced ? Math.round(time - (synced.time + monotonic - synced.monotonic)) : 0;
    const aheadMs = Math.round(wall.now() - (time + monotonicMs() - monotonic));
    synced = { time, monotonic, ahead: aheadMs };
    const differs = Math.abs(aheadMs) > reportedMs;
    if (differs !== differed || Math.abs(jumpedMs) > reportedMs) report({ aheadMs, jumpedMs });
    differed = differs;
  }
  const read = () => (reading ??= readOnce().finally(() => (reading = undefined)));
  await read();
  const timer = setInterval(() => void read().catch(() => undefined), readEveryMs).unref();

  return {
    now() {
      const time = timeAt(synced!);
      // the machine's clock was set, or the machine was asleep: with an embedded database it is the database's too
      if (Math.abs(wall.now() - time - synced!.ahead) > reportedMs) void read().catch(() => undefined);
      return Math.floor(time);
    },
    differenceMs: () => Math.round(wall.now() - timeAt(synced!)),
    read,
    stop: () => clearInterval(timer),
  };
}
