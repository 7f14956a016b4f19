/** Korean time. Korea has had no summer time since 1988: its offset is nine hours all year. */
export const koreanOffsetMs = 9 * 3_600_000;

export const dayMs = 86_400_000;

/** A time (epoch milliseconds) as Korean clocks show it: `2026-03-02 12:00:10`. */
export const koreanTime = (at: number): string =>
  new Date(at + koreanOffsetMs).toISOString().slice(0, 19).replace('T', ' ');

/** The same in digits only: `20260302120010`. */
export const koreanTimeDigits = (at: number): string => koreanTime(at).replace(/\D/g, '');

/** The Korean day of a time (epoch milliseconds), counted from 1970-01-01. */
export const koreanDayNumber = (at: number): number => Math.floor((at + koreanOffsetMs) / dayMs);

/** The start of a Korean day `YYYY-MM-DD` in epoch milliseconds. */
export const koreanMidnight = (day: string): number => Date.parse(`${day}T00:00:00+09:00`);

/** The end of a Korean day `YYYY-MM-DD`, exclusive, in epoch milliseconds. */
export const koreanDayEnd = (day: string): number => koreanMidnight(day) + dayMs;

/** A day counted from 1970-01-01 as `YYYY-MM-DD`; the inverse of {@link koreanDayNumber}. */
export const dayText = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
