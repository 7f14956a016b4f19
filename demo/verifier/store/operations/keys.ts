import { row, rows, run, type Engine } from '../operation.js';
import type { Keys, SealedText, SigningKey } from '../store.js';

/** What is sealed for long, and the column that names its place. What is sealed for a day or less ends before an old master key does. */
const sealedFor = {
  devices: { id: 'id', column: 'secret' },
  browsers: { id: 'id', column: 'secret' },
  signing_keys: { id: 'kid', column: 'sealed' },
  lookup_keys: { id: 'id', column: 'sealed' },
} as const;

const allKeys = () =>
  rows<SigningKey>('SELECT kid, sealed, created_at AS "createdAt" FROM signing_keys ORDER BY created_at, kid');
const add = ({ kid, sealed, createdAt }: SigningKey) =>
  run('INSERT INTO signing_keys (kid, sealed, created_at) VALUES (?, ?, ?)', kid, sealed, createdAt);

export const keys = ({ read, whole }: Engine): Keys => ({
  signingKeys: () => read(allKeys),
  firstSigningKey: (key) =>
    whole(['signing keys'], function* () {
      const [earlier] = yield* allKeys();
      if (!earlier) yield* add(key);
      return earlier ?? key;
    }),
  addSigningKey: (key) => whole(['signing keys'], () => add(key)),
  lookupKey: ({ id, sealed }) =>
    whole(['lookup key'], function* () {
      yield* run('INSERT INTO lookup_keys (id, sealed) VALUES (?, ?) ON CONFLICT (id) DO NOTHING', id, sealed);
      return (yield* row<{ sealed: string }>('SELECT sealed FROM lookup_keys WHERE id = ?', id))!.sealed;
    }),
  sealedTexts: () =>
    read(function* () {
      const texts: SealedText[] = [];
      for (const [table, { id, column }] of Object.entries(sealedFor))
        texts.push(
          ...(yield* rows<SealedText>(`SELECT '${table}' AS "table", ${id} AS id, ${column} AS sealed FROM ${table}`)),
        );
      return texts;
    }),
  replaceSealed: ({ table, id, sealed }, resealed) => {
    const { id: named, column } = sealedFor[table as keyof typeof sealedFor];
    return whole([], () =>
      run(`UPDATE ${table} SET ${column} = ? WHERE ${named} = ? AND ${column} = ?`, resealed, id, sealed),
    );
  },
});
