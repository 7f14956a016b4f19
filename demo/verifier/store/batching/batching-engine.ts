import { RolledBack, type BatchingEngine, type RawEngine } from '../engine.js';
import type { Operation, RawOperation } from '../operation.js';
import { batchQueue, type QueuedWork } from './batch-queue.js';
import { mergeOperations } from './merge-operations.js';

interface QueuedOperation extends QueuedWork {
  operation(): Operation<unknown>;
  resolve(result: never): void;
  reject(reason: unknown): void;
}

/** Runs a batch as one operation of the raw engine. */
type RunBatch = (locks: string[], operation: () => RawOperation<unknown[]>) => Promise<unknown[]>;

/**
 * Makes a batching engine of a raw one: operations that are queued at the same moment run as one, in one transaction
 * with one commit. `lanes` is the number of such batches of each kind that run at once.
 */
export function batchingEngine({ read, atomic, relaxed }: RawEngine, lanes: number): BatchingEngine {
  const queueFor = (run: RunBatch) => batchQueue<QueuedOperation>(lanes, (batch) => runBatch(batch, run));
  const reads = queueFor((_locks, operation) => read(operation));
  const changes = queueFor(atomic);
  const counts = queueFor((_locks, operation) => relaxed(operation));
  return {
    read: (operation) => new Promise((resolve, reject) => reads({ locks: [], operation, resolve, reject })),
    atomic: (locks, operation) => new Promise((resolve, reject) => changes({ locks, operation, resolve, reject })),
    relaxed: (operation) => new Promise((resolve, reject) => counts({ locks: [], operation, resolve, reject })),
  };
}

/** Runs a batch; if it is rolled back, its operations run one by one, so that only the failing one is rejected. */
async function runBatch(batch: QueuedOperation[], run: RunBatch): Promise<void> {
  try {
    const results = await run(
      batch.flatMap(({ locks }) => locks),
      () => mergeBatch(batch),
    );
    batch.forEach(({ resolve }, i) => resolve(results[i] as never));
  } catch (error) {
    const isRolledBack = error instanceof RolledBack;
    if (isRolledBack && batch.length > 1) for (const one of batch) await runBatch([one], run);
    else for (const { reject } of batch) reject(isRolledBack ? error.cause : error);
  }
}

/** Merges the operations of a batch; those that need the same lock run one after the other, in their order. */
function* mergeBatch(batch: readonly QueuedOperation[]): RawOperation<unknown[]> {
  const results = new Map<QueuedOperation, unknown>();
  for (let left = batch; left.length > 0; left = left.filter((one) => !results.has(one))) {
    const taken = new Set<string>();
    const round = left.filter(({ locks }) => {
      const isFree = locks.every((lock) => !taken.has(lock));
      for (const lock of locks) taken.add(lock);
      return isFree;
    });
    const found = yield* mergeOperations(round.map(({ operation }) => operation()));
    round.forEach((one, i) => results.set(one, found[i]));
  }
  return batch.map((one) => results.get(one));
}
