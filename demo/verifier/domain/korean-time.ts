/** Korea has had no summer time since 1988: its clock is nine hours ahead all year. Milliseconds. */
export const ahead = 9 * 3_600_000;

/** A time (epoch milliseconds) as Korean clocks show it: `2026-03-02 12:00:10`. */
export const koreanTime = (at: number): string => new Date(at + ahead).toISOString().slice(0, 19).replace('T', ' ');

/** The day in Korea that a time (epoch milliseconds) belongs to, counted from 1970-01-01. */
export const koreanDayNumber = (at: number): number => Math.floor((at + ahead) / 86_400_000);

/** When a day begins in Korea, in epoch milliseconds; `day` is `YYYY-MM-DD`. */
export const koreanMidnight = (day: string): number => Date.parse(`${day}T00:00:00+09:00`);

/** The other way round: a day counted from 1970-01-01 as `YYYY-MM-DD`. */
export const dayText = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
