/**
 * The keys of this browser in IndexedDB, one per verifier and device. A CryptoKey is stored as an object: one that is
 * not extractable stays so.
 */

export const findKey = (verifier: string, device: string) =>
  inStore<CryptoKey | undefined>('readonly', (keys) => keys.get([verifier, device]));

export const saveKey = (verifier: string, device: string, key: CryptoKey) =>
  inStore('readwrite', (keys) => keys.put(key, [verifier, device]));

/** Resolves when the change is durable; rejects where the browser stores nothing (private windows, blocked data). */
async function inStore<Result>(
  mode: IDBTransactionMode,
  operation: (keys: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const opening = indexedDB.open('mo-otp-gate', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('keys');
  await completed(opening, 'onsuccess');
  try {
    const transaction = opening.result.transaction('keys', mode);
    const request = operation(transaction.objectStore('keys'));
    await completed(transaction, 'oncomplete');
    return request.result;
  } finally {
    opening.result.close();
  }
}

const completed = <Name extends 'onsuccess' | 'oncomplete'>(
  target: Partial<Record<Name, unknown>> & { error: DOMException | null },
  name: Name,
) =>
  new Promise<void>((resolve, reject) =>
    Object.assign(target, {
      [name]: () => resolve(),
      onerror: () => reject(target.error),
      onabort: () => reject(target.error),
    }),
  );
