import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, always. */
const tick = 10;

/** CPU milliseconds used by a process with its threads and child processes; NaN without /proc. */
export function cpuTime(pid: number): number {
  try {
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
    );
    return own(pid) + children.reduce((sum, child) => sum + cpuTime(Number(child)), 0);
  } catch {
    return NaN;
  }
}

/**
 * The columns after the name in `/proc/…/stat`: 12 to 15 are user and system time, its own and that of its children
 * that have ended.
 */
function own(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const columns = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return columns.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * tick, 0);
}
