/** How far the verifier's clock is ahead of this phone's. Codes follow the verifier's, so a phone set to a wrong time or zone still shows right ones. */

/** When a request left and its reply arrived by the phone's clock, and what the verifier's clock said in between; epoch milliseconds. */
export interface Exchange {
  sent: number;
  received: number;
  time: number;
}

/** The offset in milliseconds to add to the phone's clock: the verifier is taken to have looked at its clock half way. */
export const offsetOf = ({ sent, received, time }: Exchange) => time + (received - sent) / 2 - received;

/** An offset that the learner should hear of, in milliseconds. A smaller one is nothing that anybody sees. */
const NOTABLE = 20_000;

/** What is wrong with the phone's clock, e.g. `3시간 2분 빠릅니다`; nothing when it is right enough. `offset` in milliseconds. */
export function clockComplaint(offset: number): string | undefined {
  if (Math.abs(offset) <= NOTABLE) return undefined;
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
