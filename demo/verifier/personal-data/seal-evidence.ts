/** What of a piece of evidence is sealed: the salt, the site's id of the learner, the address and the browser. */
import type { DataKeys, SiteKeys } from '../crypto/data-keys.js';
import type { LearnerRef } from '../domain/model.js';
import type { Entry, ErasedEntry, RequestFacts, SealedFacts, StoredEntry } from '../evidence/evidence.js';
import { newSalt } from '../evidence/record.js';

type Personal = Pick<Entry, 'salt' | 'ref' | 'ip' | 'userAgent'>;

/** Sealed text opens only in the chain that it was sealed for; the commitment ties it to its entry. */
const place = ({ site, ref }: LearnerRef) => `evidence ${site} ${ref}`;

/** Seals facts for the chain of a learner, whose id at the site is `ref`. */
export async function sealFacts(
  facts: RequestFacts,
  ref: string,
  learner: LearnerRef,
  keys: Pick<DataKeys, 'of'>,
): Promise<SealedFacts> {
  const { site } = learner;
  return {
    ...facts,
    ref,
    ...sealPersonal({ ref, ip: facts.ip, userAgent: facts.userAgent }, learner, await keys.of(site)),
  };
}

/** The sealed part of an entry, under a new salt. */
export function sealPersonal(
  { ref, ip, userAgent }: Omit<Personal, 'salt'>,
  learner: LearnerRef,
  { vault, version }: SiteKeys,
): Pick<SealedFacts, 'salt' | 'sealed' | 'ipHash' | 'keyVersion'> {
  const salt = newSalt();
  const personal: Personal = { salt, ref, ip, userAgent };
  return {
    salt,
    sealed: vault.seal(JSON.stringify(personal), place(learner)),
    ipHash: vault.hash('address', ip),
    keyVersion: version,
  };
}

/**
 * Opens an entry.
 * @throws when its sealed part was changed or moved to another chain
 */
export function openEntry(stored: StoredEntry & { sealed: string }, { vault }: SiteKeys): Entry {
  const { sealed, ref: learner, ipHash: _hash, keyVersion: _version, erasedAt: _erased, ...entry } = stored;
  const personal = JSON.parse(vault.open(sealed, place(stored)).toString()) as Personal;
  return { ...entry, ...personal, learner };
}

/** The sealed part of an entry with the newest key. @throws as {@link openEntry} */
export function resealEvidence(
  learner: LearnerRef,
  sealed: string,
  { vault }: SiteKeys,
): { resealed: string; ipHash: string } {
  const text = vault.open(sealed, place(learner));
  const { ip } = JSON.parse(text.toString()) as Personal;
  return { resealed: vault.seal(text, place(learner)), ipHash: vault.hash('address', ip) };
}

/** Whether the data of an entry is still there. */
export const hasData = (stored: StoredEntry): stored is StoredEntry & { sealed: string } => stored.sealed !== null;

export const erasedEntry = ({
  version,
  entry,
  ref,
  commitment,
  previous,
  hash,
  erasedAt,
}: StoredEntry): ErasedEntry => ({
  version,
  entry,
  commitment,
  previous,
  hash,
  learner: ref,
  erasedAt: erasedAt ?? 0,
});
