import type { DayCount } from '../evidence/evidence.js';
import { dayText } from '../domain/korean-time.js';

/** The groups of statuses for operators. Every status is in one of them, so that the groups add up to the total. */
const groups = { verified: ['verified'], failed: ['rejected', 'locked', 'expired'], outages: ['unavailable'] } as const;

/** `others`: what is in none of the named groups, such as a check before the verification. */
export type Group = keyof typeof groups | 'others';
export type Tally = Record<Group | 'total', number>;

/** The groups that the chart draws. */
export const drawnGroups = Object.keys(groups) as (keyof typeof groups)[];
export const groupNames: Group[] = [...drawnGroups, 'others'];

/** The group that a status belongs to. */
export const groupOf = (status: string): Group =>
  drawnGroups.find((name) => (groups[name] as readonly string[]).includes(status)) ?? 'others';

/** Counts per day, in ascending order like `counts`. */
export function byDay(counts: readonly DayCount[]): (Tally & { date: string })[] {
  const days = [...new Set(counts.map(({ day }) => day))];
  return days.map((day) => ({ date: dayText(day), ...tally(counts.filter((one) => one.day === day)) }));
}

export function tally(counts: readonly DayCount[]): Tally {
  const all: Tally = { verified: 0, failed: 0, outages: 0, others: 0, total: 0 };
  for (const { status, count } of counts) {
    all[groupOf(status)] += count;
    all.total += count;
  }
  return all;
}

/**
 * The days that a chart of a search shows: the searched period, up to `today`; where it has no end, from the first or to
 * the last of `days`, which are ascending and not empty. All are `YYYY-MM-DD`.
 */
export function period(
  { from, to }: { from: string; to: string },
  days: readonly { date: string }[],
  today: string,
): { first: string; last: string } {
  const [early, late] = [days[0]!.date, days.at(-1)!.date];
  const end = to === '' || to > today ? today : to;
  return { first: from === '' || from > early ? early : from, last: end > late ? end : late };
}
