import { newId } from '../crypto/ids.js';
import { dayMs } from '../domain/korean-time.js';
import { heldKinds } from '../domain/legal-retention.js';
import { koreanTime } from '../domain/korean-time.js';
import type { EraseLearner } from '../store/erase-learner.js';
import type { LearnerDirectory } from './directory.js';

/** What an erasure did. Nothing in it names the learner. */
export interface ErasureReport {
  /** The id of the order, which the records of the erasure carry. */
  order: string;
  /** Entries of evidence whose data is erased. */
  erased: { first: number; last: number }[];
  /** Entries that the law keeps: restricted, and erased after this time in Korea. */
  held: { entry: number; until: string }[];
}

/** Erases a learner at the time `now` (epoch milliseconds); `undefined`: the site has no such learner. */
export async function eraseLearner(
  { store, learners }: { store: EraseLearner; learners: Pick<LearnerDirectory, 'find'> },
  site: string,
  ref: string,
  evidenceDays: number,
  now: number,
): Promise<ErasureReport | undefined> {
  const learner = await learners.find(site, ref);
  if (!learner) return undefined;
  const order = newId('er');
  const { erased, held } = await store.eraseLearner(learner, { order, at: now, heldKinds });
  const until = (at: number) => koreanTime(at + evidenceDays * dayMs);
  return { order, erased, held: held.map(({ entry, at }) => ({ entry, until: until(at) })) };
}
