import { gather, type Waiting } from './gather.js';
import { Undone, type Engine, type Operation } from './operation.js';
import { together } from './together.js';

interface Work extends Waiting {
  operation(): Operation<unknown>;
  resolve(result: never): void;
  reject(reason: unknown): void;
}

/** Runs several works as one operation. */
type Run = (locks: string[], operation: () => Operation<unknown[]>) => Promise<unknown[]>;

/** An engine whose operations, when they wait at the same moment, share a journey to the database and a commit; `lanes` such journeys at once. */
export function gathering({ read, whole, brief }: Engine, lanes: number): Engine {
  const lane = (run: Run) => gather<Work>(lanes, (works) => settle(works, run));
  const reading = lane((_locks, operation) => read(operation));
  const changing = lane(whole);
  const counting = lane((_locks, operation) => brief(operation));
  return {
    read: (operation) => new Promise((resolve, reject) => reading({ locks: [], operation, resolve, reject })),
    whole: (locks, operation) => new Promise((resolve, reject) => changing({ locks, operation, resolve, reject })),
    brief: (operation) => new Promise((resolve, reject) => counting({ locks: [], operation, resolve, reject })),
  };
}

/** Works that fail together are tried one by one: one that fails must not take others with it. */
async function settle(works: Work[], run: Run): Promise<void> {
  try {
    const results = await run(
      works.flatMap(({ locks }) => locks),
      () => inTurn(works),
    );
    works.forEach(({ resolve }, i) => resolve(results[i] as never));
  } catch (error) {
    const isUndone = error instanceof Undone;
    if (isUndone && works.length > 1) for (const work of works) await settle([work], run);
    else for (const { reject } of works) reject(isUndone ? error.cause : error);
  }
}

/** Runs works side by side, but those that need the same lock one after the other. */
function* inTurn(works: readonly Work[]): Operation<unknown[]> {
  const results = new Map<Work, unknown>();
  for (let left = works; left.length > 0; left = left.filter((work) => !results.has(work))) {
    const wanted = new Set<string>();
    const going = left.filter(({ locks }) => {
      const isFree = locks.every((lock) => !wanted.has(lock));
      for (const lock of locks) wanted.add(lock);
      return isFree;
    });
    const found = yield* together(going.map(({ operation }) => operation()));
    going.forEach((work, i) => results.set(work, found[i]));
  }
  return works.map((work) => results.get(work));
}
