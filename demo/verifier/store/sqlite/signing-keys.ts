import type { Database } from 'libsql';
import type { SigningKey, SigningKeys } from '../store.js';
import { first } from './first.js';
import type { Commit } from './group-commit.js';

export function signingKeys(db: Database, commit: Commit): SigningKeys {
  const newest = db.prepare('SELECT kid, sealed, created_at AS "createdAt" FROM signing_keys ORDER BY created_at DESC, kid LIMIT 1');
  const add = db.prepare('INSERT INTO signing_keys (kid, sealed, created_at) VALUES (?, ?, ?)');
  const read = () => first<SigningKey>(newest);
  return {
    signingKey: async () => read(),
    addSigningKey: (key) =>
      commit(() => {
        const earlier = read();
        if (!earlier) add.run(key.kid, key.sealed, key.createdAt);
        return earlier ?? key;
      }),
  };
}
