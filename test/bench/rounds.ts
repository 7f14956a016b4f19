/** Measures contenders in turns, so that whatever else the machine does troubles them alike. */
import { cpuTime } from './cpu.js';
import { load, type Measured, type Request } from './load.js';

export const connections = 64;

export interface Contender {
  /** Makes what one round sends. */
  prepare(round: number): Promise<Request[]>;
  accept(body: string): boolean;
  /** Groups of processes whose use of the processor is told. */
  watched: number[][];
}

export interface Round extends Measured {
  /** Microseconds of the processor a request, for each group that is watched. */
  cpu: number[];
}

/** The rounds of each contender in their order; every second round goes backwards, and the first one is only to warm up. */
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

/** How often one contender does what the other does once: the median of all rounds, and from where to where they went. */
export function ratio(one: readonly Round[], other: readonly Round[]): { middle: number; least: number; most: number } {
  const ratios = one.map(({ rate }, i) => rate / other[i]!.rate);
  return { middle: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}
