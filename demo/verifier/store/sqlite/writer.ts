import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Statement } from '../operation.js';

/** What is committed on the `durable` one is on disk; on the `quick` one it will be some time later. */
export type Connection = 'durable' | 'quick';

/** The thread that writes, as seen from the others. It is told one thing at a time. */
export interface Writer {
  /** Asks statements in their order and answers the rows of each. */
  ask(on: Connection, statements: readonly Statement[]): Promise<unknown[][]>;
  /** Undoes the transaction that is open, if one is. */
  undo(on: Connection): Promise<void>;
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
    ask: (on, statements) =>
      tell({ on, statements: statements.map(({ sql, parameters }) => ({ sql, parameters })) }) as Promise<unknown[][]>,
    undo: async (on) => void (await tell({ on, statements: 'undo' })),
    async close() {
      thread.ref();
      thread.postMessage('close');
      await once(thread, 'exit');
    },
  };
}
