/**
 * CPU time of a page's scripts from a trace: with microtasks, which the browser's counters omit, without forced layout.
 */
interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** Microseconds on the CPU. */
  tdur?: number;
  args: { data?: { url?: string } };
}

export const categories = ['devtools.timeline', 'v8', 'v8.execute'];
const script = new Set([
  'EvaluateScript',
  'v8.evaluateModule',
  'v8.compile',
  'v8.run',
  'v8.callFunction',
  'v8.callAsConstructor',
  'FunctionCall',
  'RunMicrotasks',
  'TimerFire',
  'FireAnimationFrame',
  'EventDispatch',
]);
const drawing = new Set([
  'Layout',
  'UpdateLayoutTree',
  'PrePaint',
  'Paint',
  'Layerize',
  'Commit',
  'ParseHTML',
  'ParseAuthorStyleSheet',
]);

/** Milliseconds. */
export function scriptTime(trace: Uint8Array, url: string): number {
  const { traceEvents } = JSON.parse(Buffer.from(trace).toString()) as { traceEvents: TraceEvent[] };
  const page = traceEvents.findLast(({ name, args }) => name === 'CommitLoad' && args.data?.url === url);
  if (!page) throw new Error(`the trace holds nothing of ${url}`);
  const events = traceEvents
    .filter(
      (event) =>
        event.ph === 'X' &&
        event.pid === page.pid &&
        event.tid === page.tid &&
        (script.has(event.name) || drawing.has(event.name)),
    )
    .sort((one, other) => one.ts - other.ts || (other.dur ?? 0) - (one.dur ?? 0));
  let time = 0;
  const around: TraceEvent[] = [];
  for (const event of events) {
    while (around.length > 0 && around.at(-1)!.ts + (around.at(-1)!.dur ?? 0) <= event.ts) around.pop();
    const parent = around.at(-1);
    // the outermost of each kind: a script inside a layout inside a script counts again
    const within = parent !== undefined && script.has(parent.name);
    if (script.has(event.name) && !within) time += event.tdur ?? 0;
    if (drawing.has(event.name) && within) time -= event.tdur ?? 0;
    around.push(event);
  }
  return time / 1000;
}
