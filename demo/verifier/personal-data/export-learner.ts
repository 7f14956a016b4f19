import type { Vault } from '../crypto/vault.js';
import { koreanTime } from '../domain/korean-time.js';
import type { EvidenceLog } from '../evidence/evidence.js';
import { found, toWire } from '../evidence/export.js';
import type { EraseLearner } from '../store/erase-learner.js';
import type { LearnerDirectory } from './directory.js';

interface Sources {
  store: EraseLearner;
  vault: Vault;
  learners: Pick<LearnerDirectory, 'find'>;
  evidence: EvidenceLog;
}

/**
 * Everything that is kept about one learner, readable, with times in Korea; `undefined`: the site has no such learner.
 * Restricted evidence is part of it only if `restricted`; the caller has recorded the reason.
 */
export async function exportLearner(
  { store, vault, learners, evidence }: Sources,
  site: string,
  ref: string,
  restricted = false,
): Promise<Record<string, unknown> | undefined> {
  const learner = await learners.find(site, ref);
  if (!learner) return undefined;
  const { sessions, verifications, searches, ...others } = await store.learnerRecords(learner);
  const entries = [];
  for await (const entry of found(evidence, { site, learner: ref, restricted })) entries.push(toWire(entry));
  return {
    site,
    ref,
    lastSeen: koreanTime(learner.seenAt).slice(0, 10),
    restrictedEvidence: restricted ? 0 : learner.restrictedEntry,
    sessions: sessions.map(({ id, learner: sealed, target, expiresAt, ...session }) => ({
      learner: JSON.parse(vault.open(sealed, id).toString()) as unknown,
      checkpoint: JSON.parse(target) as unknown,
      ...session,
      expires: koreanTime(expiresAt),
    })),
    verifications: verifications.map(({ verifiedAt, redeemedAt, ...one }) => ({
      ...one,
      verified: koreanTime(verifiedAt),
      redeemed: redeemedAt === null ? null : koreanTime(redeemedAt),
    })),
    ...others,
    searches: searches.map(({ at, action }) => ({ time: koreanTime(at), action })),
    evidence: entries,
  };
}
