/** The keys of this browser in IndexedDB, one a verifier and device. A CryptoKey is stored as it is: what cannot be read stays so. */

export const findKey = (verifier: string, device: string) =>
  inStore<CryptoKey | undefined>('readonly', (keys) => keys.get([verifier, device]));

export const saveKey = (verifier: string, device: string, key: CryptoKey) =>
  inStore('readwrite', (keys) => keys.put(key, [verifier, device]));

/** Resolves when the work is on disk; rejects where the browser stores nothing (private windows, blocked site data). */
async function inStore<Result>(
  mode: IDBTransactionMode,
  work: (keys: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const opening = indexedDB.open('mo-otp-gate', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('keys');
  await ended(opening, 'onsuccess');
  try {
    const transaction = opening.result.transaction('keys', mode);
    const request = work(transaction.objectStore('keys'));
    await ended(transaction, 'oncomplete');
    return request.result;
  } finally {
    opening.result.close();
  }
}

const ended = <Happening extends 'onsuccess' | 'oncomplete'>(
  work: Partial<Record<Happening, unknown>> & { error: DOMException | null },
  happening: Happening,
) =>
  new Promise<void>((resolve, reject) =>
    Object.assign(work, {
      [happening]: () => resolve(),
      onerror: () => reject(work.error),
      onabort: () => reject(work.error),
    }),
  );
