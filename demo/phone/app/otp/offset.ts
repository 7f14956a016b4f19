/**
 * How far the verifier's clock is ahead of this phone's. Codes follow the verifier's clock, so a phone with a wrong
 * time or zone shows right ones.
 */

/**
 * When a request left and its reply arrived by the phone's clock, and the verifier's time in it; epoch milliseconds.
 */
export interface Exchange {
  sent: number;
  received: number;
  time: number;
}

/** The offset in milliseconds to add to the phone's clock, assuming equal latency both ways. */
export const offsetOf = ({ sent, received, time }: Exchange) => time + (received - sent) / 2 - received;

/** Offsets above this are reported to the learner. */
const NOTICEABLE_MS = 20_000;

/** The error of the phone's clock, e.g. `3시간 2분 빠릅니다`; undefined if it is small. `offset` in milliseconds. */
export function clockErrorText(offset: number): string | undefined {
  if (Math.abs(offset) <= NOTICEABLE_MS) return undefined;
  return `${duration(Math.round(Math.abs(offset) / 1000))} ${offset < 0 ? '빠릅니다' : '느립니다'}`;
}

const UNITS = [
  ['일', 86_400],
  ['시간', 3_600],
  ['분', 60],
  ['초', 1],
] as const;

/** The two largest units, e.g. `1일 3시간`; `seconds` is at least one. */
function duration(seconds: number) {
  const parts = UNITS.map(([unit, size], i) => {
    const whole = i === 0 ? seconds : seconds % UNITS[i - 1]![1];
    return { unit, n: Math.floor(whole / size) };
  });
  const first = parts.findIndex(({ n }) => n > 0);
  return parts
    .slice(first, first + 2)
    .filter(({ n }) => n > 0)
    .map(({ n, unit }) => `${n}${unit}`)
    .join(' ');
}
