import { performance } from 'node:perf_hooks';
import { startProcesses } from '../support/processes.js';
import { load, postRequest } from './load.js';
import { connections } from './rounds.js';
import { number } from './table.js';

const sessions = 100_000;

/** Start-up time of a process, and its memory after many sessions. */
export async function memory(): Promise<void> {
  const token = 'metrics token of the bench';
  const started = performance.now();
  const v = await startProcesses({ count: 1, settings: { METRICS_TOKEN: token } });
  const start = performance.now() - started;
  try {
    const request = (i: number) => ({
      learner: { ref: `m${i}`, name: '홍길동', phone: '010-0000-0000' },
      checkpoint: { kind: 'login', course: 'bench', class: '1' },
    });
    const requests = Array.from({ length: sessions }, (_, i) =>
      postRequest(`${v.urls[0]}/sessions`, request(i), { authorization: `Bearer ${v.siteSecret}` }),
    );
    const opened = await load(requests, connections, (body) => body.startsWith('{"required":true'));
    const metrics = await (
      await fetch(new URL('/metrics', v.urls[0]), { headers: { authorization: `Bearer ${token}` } })
    ).text();
    const bytes = Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]);
    console.log(
      `\nStart of a process, until it listens: ${number(start)} ms. Sessions opened: ${number(opened.rate)} a second. Memory after ${number(sessions)} of them: ${number(bytes / 1e6)} MB.`,
    );
  } finally {
    await v.close();
  }
}
