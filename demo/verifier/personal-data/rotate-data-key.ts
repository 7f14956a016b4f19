/**
 * The rotation of a site's data key while verifiers run: a new key, everything resealed with it, and an hour later the
 * removal of the older ones, which open until then.
 */
import type { DataKeys, SiteKeys } from '../crypto/data-keys.js';
import type { DataKeyRotation, SealedEvidence, SealedLearner, SealedSearch } from '../store/data-key-rotation.js';
import type { DataKeyTable } from '../store/learners.js';
import { resealAuditEntry } from './audit-entries.js';
import { resealEvidence } from './seal-evidence.js';

interface Sources {
  store: DataKeyRotation & DataKeyTable;
  keys: Pick<DataKeys, 'latest' | 'add'>;
}

/** What was resealed. */
export interface ResealedCounts {
  learners: number;
  evidence: number;
  searches: number;
}

export interface DataKeyRotated {
  /** The version of the newest key. */
  version: number;
  resealed: ResealedCounts;
}

/** Rows that one transaction replaces: learners wait for it. */
const rowsPerStep = 200;

/** Until every verifier knows a new key, which it reads every five seconds; milliseconds. */
const adoptionMs = 10_000;

/** Until no request is under way that has begun with an older key; milliseconds. */
const shortestAgeMs = 3_600_000;

/**
 * Adds a data key and reseals a site's personal data with it. A rotation that was interrupted goes on with its key.
 * Learners' hashes change only when all verifiers look for the new ones too: `wait` takes milliseconds.
 */
export async function rotateDataKey(
  { store, keys }: Sources,
  site: string,
  wait: (milliseconds: number) => Promise<unknown>,
  perStep = rowsPerStep,
): Promise<DataKeyRotated> {
  const newest = await keys.latest(site);
  const current = (await hasOlder(store, site, newest.version)) ? newest : await keys.add(site);
  await wait(adoptionMs);
  return { version: current.version, resealed: await resealAll(store, site, current, perStep) };
}

/**
 * Removes a site's older data keys at the time `now` (epoch milliseconds), after resealing what requests that were
 * under way at the rotation have still sealed with them.
 * @throws with a sentence within an hour of the rotation
 */
export async function dropOlderDataKeys({ store, keys }: Sources, site: string, now: number): Promise<DataKeyRotated> {
  const current = await keys.latest(site);
  const createdAt = (await store.dataKeys(site))[0]!.createdAt;
  if (now - createdAt < shortestAgeMs)
    throw new Error(`The newest data key of ${site} is less than an hour old: the older ones may still be in use.`);
  const resealed = await resealAll(store, site, current, rowsPerStep);
  await store.removeOlderDataKeys(site, current.version);
  return { version: current.version, resealed };
}

async function hasOlder(store: DataKeyRotation, site: string, version: number): Promise<boolean> {
  const found = await Promise.all([store.olderLearners(site, version, 1), store.olderEvidence(site, version, 1)]);
  return found.some((rows) => rows.length > 0);
}

/** Reseals until a pass finds nothing: meanwhile a request may still have used an older key. */
async function resealAll(store: DataKeyRotation, site: string, keys: SiteKeys, perStep: number) {
  const counts: ResealedCounts = { learners: 0, evidence: 0, searches: 0 };
  for (;;) {
    const learners = await resealLearners(store, site, keys, perStep);
    const evidence = await resealChains(store, site, keys, perStep);
    const searches = await resealSearches(store, site, keys, perStep);
    if (learners + evidence + searches === 0) return counts;
    counts.learners += learners;
    counts.evidence += evidence;
    counts.searches += searches;
  }
}

/** Reads rows step by step and replaces them; returns how many were replaced. */
async function inSteps<Row>(
  read: (after?: Row) => Promise<Row[]>,
  replace: (rows: Row[]) => Promise<number>,
): Promise<number> {
  let count = 0;
  for (let found = await read(); found.length > 0; found = await read(found.at(-1))) count += await replace(found);
  return count;
}

const resealLearners = (store: DataKeyRotation, site: string, { vault, version }: SiteKeys, perStep: number) =>
  inSteps(
    (after?: SealedLearner) => store.olderLearners(site, version, perStep, after),
    async (found) => {
      const resealed = found.map(({ id, sealed }) => {
        const ref = vault.open(sealed, id).toString();
        return { id, sealed, resealed: vault.seal(ref, id), refHash: vault.hash('learner', ref) };
      });
      await store.resealLearners(site, version, resealed);
      return found.length;
    },
  );

const resealChains = (store: DataKeyRotation, site: string, keys: SiteKeys, perStep: number) =>
  inSteps(
    (after?: SealedEvidence) => store.olderEvidence(site, keys.version, perStep, after),
    async (found) => {
      const resealed = found.map((one) => ({ ...one, ...resealEvidence({ site, ref: one.ref }, one.sealed, keys) }));
      await store.resealEvidence(site, keys.version, resealed);
      return found.length;
    },
  );

const resealSearches = (store: DataKeyRotation, site: string, keys: SiteKeys, perStep: number) =>
  inSteps(
    (after?: SealedSearch) => store.searches(site, perStep, after),
    async (found) => {
      const older = found.flatMap((one) => {
        const resealed = resealAuditEntry(site, one, keys);
        return resealed ? [{ ...one, resealed }] : [];
      });
      if (older.length > 0) await store.resealSearches(site, older);
      return older.length;
    },
  );
