import type { DayCount } from '../evidence/evidence.js';
import { dayText } from '../domain/korean-time.js';

/** The groups of statuses for operators. A status in no group, such as an unlock, counts in the total only. */
const groups = { verified: ['verified'], failed: ['rejected', 'locked', 'expired'], outages: ['unavailable'] } as const;

export type Group = keyof typeof groups;
export type Tally = Record<Group | 'total', number>;

export const groupNames = Object.keys(groups) as Group[];

/** The group that a status belongs to. */
export const groupOf = (status: string): Group | undefined =>
  groupNames.find((name) => (groups[name] as readonly string[]).includes(status));

/** Counts per day, in ascending order like `counts`. */
export function byDay(counts: readonly DayCount[]): (Tally & { date: string })[] {
  const days = [...new Set(counts.map(({ day }) => day))];
  return days.map((day) => ({ date: dayText(day), ...tally(counts.filter((one) => one.day === day)) }));
}

export function tally(counts: readonly DayCount[]): Tally {
  const all: Tally = { verified: 0, failed: 0, outages: 0, total: 0 };
  for (const { status, count } of counts) {
    const group = groupOf(status);
    if (group) all[group] += count;
    all.total += count;
  }
  return all;
}
