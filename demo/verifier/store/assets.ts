/** The files that browsers load, by version. The guarantees of `Store` hold here too; times are epoch milliseconds. */

/** One version of the loader, the gate and its lazy files. */
export interface AssetVersion {
  /** Derived from the files, so it names them and nothing else. */
  version: string;
  /** The text of each file by its name. */
  files: Readonly<Record<string, string>>;
}

export interface Assets {
  /** Keeps a version that is in use at the time `at`, and removes those that were not since `before`. */
  keepAssets(kept: AssetVersion, at: number, before: number): Promise<void>;
  /** The files of a version. */
  assetsOf(version: string): Promise<AssetVersion['files'] | undefined>;
}
