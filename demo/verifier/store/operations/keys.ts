import type { BatchingEngine } from '../engine.js';
import { row, rows, run } from '../operation.js';
import { raw, sql } from '../sql.js';
import type { Keys, SealedText, SigningKey } from '../store.js';

/**
 * What is sealed for long, and the columns of the text and of its place. Everything else that is sealed expires within
 * a day, before an old master key is dropped.
 */
const sealedColumns = {
  devices: { id: 'id', column: 'secret' },
  browsers: { id: 'id', column: 'secret' },
  signing_keys: { id: 'kid', column: 'sealed' },
  data_keys: { id: 'id', column: 'sealed' },
  settings_secrets: { id: 'id', column: 'sealed' },
  lookup_keys: { id: 'id', column: 'sealed' },
} as const;

const allKeys = () =>
  rows<SigningKey>(sql`SELECT kid, sealed, created_at AS "createdAt" FROM signing_keys ORDER BY created_at, kid`);
const addKey = ({ kid, sealed, createdAt }: SigningKey) =>
  run(sql`INSERT INTO signing_keys (kid, sealed, created_at) VALUES (${kid}, ${sealed}, ${createdAt})`);

export const keys = ({ read, atomic }: BatchingEngine): Keys => ({
  signingKeys: () => read(allKeys),
  firstSigningKey: (key) =>
    atomic(['signing keys'], function* () {
      const [earlier] = yield* allKeys();
      if (!earlier) yield* addKey(key);
      return earlier ?? key;
    }),
  addSigningKey: (key) => atomic(['signing keys'], () => addKey(key)),
  lookupKey: ({ id, sealed }) =>
    atomic(['lookup key'], function* () {
      yield* run(sql`INSERT INTO lookup_keys (id, sealed) VALUES (${id}, ${sealed}) ON CONFLICT (id) DO NOTHING`);
      return (yield* row<{ sealed: string }>(sql`SELECT sealed FROM lookup_keys WHERE id = ${id}`))!.sealed;
    }),
  storedLookupKey: (id) =>
    read(function* () {
      return (yield* row<{ sealed: string }>(sql`SELECT sealed FROM lookup_keys WHERE id = ${id}`))?.sealed;
    }),
  sealedTexts: () =>
    read(function* () {
      const texts: SealedText[] = [];
      for (const [table, { id, column }] of Object.entries(sealedColumns)) {
        const found = yield* rows<Omit<SealedText, 'table'>>(
          sql`SELECT ${raw(id)} AS id, ${raw(column)} AS sealed FROM ${raw(table)}`,
        );
        texts.push(...found.map((text) => ({ table, ...text })));
      }
      return texts;
    }),
  replaceSealed: ({ table, id, sealed }, resealed) => {
    const names = sealedColumns[table as keyof typeof sealedColumns];
    const [idColumn, column] = [raw(names.id), raw(names.column)];
    return atomic([], () =>
      run(sql`UPDATE ${raw(table)} SET ${column} = ${resealed} WHERE ${idColumn} = ${id} AND ${column} = ${sealed}`),
    );
  },
});
