import type { Assets, AssetVersion } from '../assets.js';
import type { BatchingEngine } from '../engine.js';
import { row, run } from '../operation.js';
import { sql } from '../sql.js';

export const assets = ({ read, atomic }: BatchingEngine): Assets => ({
  keepAssets: ({ version, files }, at, before) =>
    atomic(['assets'], function* () {
      yield* run(sql`
        INSERT INTO assets (version, files, used_at) VALUES (${version}, ${JSON.stringify(files)}, ${at})
        ON CONFLICT (version) DO UPDATE SET files = excluded.files, used_at = excluded.used_at`);
      yield* run(sql`DELETE FROM assets WHERE used_at < ${before}`);
    }),
  assetsOf: (version) =>
    read(function* () {
      const found = yield* row<{ files: string }>(sql`SELECT files FROM assets WHERE version = ${version}`);
      return found && (JSON.parse(found.files) as AssetVersion['files']);
    }),
});
