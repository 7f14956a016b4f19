import { Undone, type Engine, type Operation, type Statement } from '../operation.js';
import type { Connection, Writer } from './writer.js';

const begin: Statement = { sql: 'BEGIN IMMEDIATE', parameters: [] };
const commit: Statement = { sql: 'COMMIT', parameters: [] };

/**
 * The embedded engine: `look` asks a connection of this thread, which sees what is committed and waits for nobody; everything else is the
 * writer's. Other processes wait for the write lock of a transaction, and within this one nothing comes in between: no operation needs
 * locks of its own.
 */
export function sqliteEngine(look: (statements: readonly Statement[]) => unknown[][], { ask, undo }: Writer): Engine {
  let last: Promise<unknown> = Promise.resolve();

  /** One work after the other, however the ones before it ended. */
  function alone<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  }

  async function transaction<T>(on: Connection, operation: Operation<T>): Promise<T> {
    try {
      let step = operation.next();
      if (step.done) return step.value;
      let told = [begin];
      while (!step.done) {
        const asked: readonly Statement[] = step.value;
        const alongWith = told;
        if (asked.every((statement) => statement.told)) {
          told.push(...asked);
          step = operation.next(asked.map(() => []));
        } else {
          told = [];
          step = operation.next((await ask(on, [...alongWith, ...asked])).slice(alongWith.length));
        }
      }
      await ask(on, [...told, commit]);
      return step.value;
    } catch (error) {
      await undo(on);
      throw new Undone(error);
    }
  }

  return {
    async read(operation) {
      try {
        const reading = operation();
        let step = reading.next();
        while (!step.done) step = reading.next(look(step.value));
        return step.value;
      } catch (error) {
        throw new Undone(error);
      }
    },
    whole: (_locks, operation) => alone(() => transaction('durable', operation())),
    brief: (operation) => alone(() => transaction('quick', operation())),
  };
}
