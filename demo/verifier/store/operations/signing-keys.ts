import { row, run, type Engine } from '../operation.js';
import type { SigningKey, SigningKeys } from '../store.js';

const newest = () => row<SigningKey>('SELECT kid, sealed, created_at AS "createdAt" FROM signing_keys ORDER BY created_at DESC, kid LIMIT 1');

export const signingKeys = ({ read, whole }: Engine): SigningKeys => ({
  signingKey: () => read(newest),
  addSigningKey: (key) =>
    whole(['signing keys'], function* () {
      const earlier = yield* newest();
      if (!earlier) yield* run('INSERT INTO signing_keys (kid, sealed, created_at) VALUES (?, ?, ?)', key.kid, key.sealed, key.createdAt);
      return earlier ?? key;
    }),
});
