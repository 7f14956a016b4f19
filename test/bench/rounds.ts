/** Measures contenders in alternating rounds, so that other load on the machine affects them alike. */
import { cpuTime } from './cpu.js';
import { load, type Measured, type Request } from './load.js';

export const connections = 64;

export interface Contender {
  /** Prepares the requests of one round. */
  prepare(round: number): Promise<Request[]>;
  accept(body: string): boolean;
  /** Groups of process ids whose CPU time is measured. */
  watched: number[][];
}

export interface Round extends Measured {
  /** CPU microseconds per request, for each watched group. */
  cpu: number[];
}

/** The rounds of each contender; every second round runs in reverse order, and the first one only warms up. */
export async function inTurns(contenders: readonly Contender[], rounds: number): Promise<Round[][]> {
  const results = contenders.map((): Round[] => []);
  for (let round = 0; round <= rounds; round++) {
    const ready: [number, Request[]][] = [];
    for (const [i, contender] of contenders.entries()) ready.push([i, await contender.prepare(round)]);
    if (round % 2 === 1) ready.reverse();
    for (const [i, requests] of ready) {
      const { accept, watched } = contenders[i]!;
      const used = () => watched.map((pids) => pids.reduce((sum, pid) => sum + cpuTime(pid), 0));
      const before = used();
      const measured = await load(requests, connections, accept);
      if (round > 0)
        results[i]!.push({
          ...measured,
          cpu: used().map((time, group) => ((time - before[group]!) * 1000) / requests.length),
        });
    }
  }
  return results;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

/** The ratio of the rates of two contenders: the median of all rounds with least and most. */
export function ratio(one: readonly Round[], other: readonly Round[]): { middle: number; least: number; most: number } {
  const ratios = one.map(({ rate }, i) => rate / other[i]!.rate);
  return { middle: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}
