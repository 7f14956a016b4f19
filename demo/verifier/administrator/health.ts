/** How every site does: attempts by outcome in the last hour and day, and reports that wait. */
import { drawnGroups, groupOf } from '../operator/days.js';
import type { HourCount, SiteHealth } from '../store/health.js';

const hourMs = 3_600_000;
const hours = 24;

type Group = (typeof drawnGroups)[number];
/** Counts by group of outcomes; other statuses, such as an unlock, are in none. */
export type Counts = Record<Group, number>;

export interface Health {
  lastHour: Counts;
  lastDay: Counts;
  /** Reports to an authority that are not acknowledged yet. */
  waiting: number;
  /** The last 24 hours, the oldest first. */
  hours: Counts[];
}

const none = (): Counts => ({ verified: 0, failed: 0, outages: 0 });

function tally(counts: readonly HourCount[]): Counts {
  const all = none();
  for (const { status, count } of counts) {
    const group = groupOf(status);
    if (group !== 'others') all[group] += count;
  }
  return all;
}

/** The health of all sites at `now` (epoch milliseconds). */
export async function healthOfSites(store: SiteHealth, now: number): Promise<(site: string) => Health> {
  const [hour, day, outbox] = await Promise.all([
    store.attemptsByHour(now - hourMs),
    store.attemptsByHour(now - hours * hourMs),
    store.outboxMessagesBySite(),
  ]);
  const first = Math.floor(now / hourMs) - hours + 1;
  return (site) => {
    const ofSite = day.filter((one) => one.site === site);
    return {
      lastHour: tally(hour.filter((one) => one.site === site)),
      lastDay: tally(ofSite),
      waiting: outbox.find((one) => one.site === site)?.count ?? 0,
      hours: Array.from({ length: hours }, (_, i) => tally(ofSite.filter((one) => one.hour === first + i))),
    };
  };
}

/** One bar of a chart, in units of its view box. */
export interface Bar {
  group: Group;
  x: number;
  y: number;
  height: number;
}

/** The chart of a day: bars of all groups on each other, an hour each. */
export const chart = { width: hours * 8, height: 32, bar: 6 } as const;

/** The bars of a chart whose highest hour has its full height. */
export function barsOf(of: readonly Counts[]): Bar[] {
  const total = (counts: Counts) => drawnGroups.reduce((sum, name) => sum + counts[name], 0);
  const scale = chart.height / Math.max(1, ...of.map(total));
  return of.flatMap((counts, i) => {
    let y: number = chart.height;
    return drawnGroups
      .filter((group) => counts[group] > 0)
      .map((group) => {
        const height = counts[group] * scale;
        y -= height;
        return { group, x: i * 8, y: rounded(y), height: rounded(height) };
      });
  });
}

const rounded = (value: number) => Math.round(value * 100) / 100;
