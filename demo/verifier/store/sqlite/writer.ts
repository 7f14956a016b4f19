import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Statement } from '../operation.js';

/** The thread that writes, as seen from the others. It is told one thing at a time. */
export interface Writer {
  /** Asks statements in their order; what is `durable` is on disk when it is committed, what is `quick` some time later. */
  ask(on: 'durable' | 'quick', statements: readonly Statement[]): Promise<unknown[][]>;
  /** Undoes the transaction that is open, if one is. */
  undo(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the thread; what it is told meanwhile waits for it. */
export function startWriter(file: string): Writer {
  // without the loaders that this process was started with
  const thread = new Worker(new URL('thread.js', import.meta.url), { workerData: file, execArgv: [] });
  thread.unref();

  async function tell(message: unknown): Promise<unknown> {
    thread.ref();
    thread.postMessage(message);
    const [{ answer, error }] = (await once(thread, 'message')) as [{ answer: unknown; error?: unknown }];
    thread.unref();
    if (error !== undefined) throw error;
    return answer;
  }

  return {
    ask: (on, statements) => tell({ on, statements: statements.map(({ sql, parameters }) => ({ sql, parameters })) }) as Promise<unknown[][]>,
    undo: async () => void (await tell('undo')),
    async close() {
      thread.ref();
      thread.postMessage('close');
      await once(thread, 'exit');
    },
  };
}
