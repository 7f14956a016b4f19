import type { Clock } from '../domain/clock.js';
import { dayMs } from '../domain/korean-time.js';
import type { Assets, AssetVersion } from '../store/assets.js';
import { compressed, type Encoded } from './compressed.js';
import { stableLoader, versionOf } from './own-assets.js';

/** How often a process notes that it uses its version, in milliseconds. */
const noteMs = 3_600_000;
/** The versions of others that a process keeps in memory. */
const othersInMemory = 4;

type File = (acceptedEncodings: string | undefined) => Promise<Encoded>;

/** The versions of the browsers' files that a process serves. */
export interface ServedVersions {
  /** The loader at its stable address; `undefined` without files of its own. */
  loader: File | undefined;
  /** A file of a version: its own, or one that another process uses or used until a day ago. */
  file(version: string, name: string): Promise<File | undefined>;
  /**
   * Stores the own version for the other processes, now and every hour; `onError` gets what fails. The function that
   * it resolves to ends that.
   */
  share(onError: (error: unknown) => void): Promise<() => void>;
}

type Files = ReadonlyMap<string, File>;
const served = (files: AssetVersion['files']): Files =>
  new Map(Object.entries(files).map(([name, text]) => [name, compressed(text)]));

export function servedVersions(own: AssetVersion | undefined, store: Assets, clock: Clock): ServedVersions {
  const ours = own && served(own.files);
  const others = new Map<string, Files>();

  async function filesOf(version: string): Promise<Files | undefined> {
    if (version === own?.version) return ours;
    const known = others.get(version);
    if (known) return known;
    const stored = await store.assetsOf(version);
    // an address never has other content than its version says
    if (!stored || versionOf(stored) !== version) return undefined;
    const files = served(stored);
    others.set(version, files);
    if (others.size > othersInMemory) others.delete(others.keys().next().value!);
    return files;
  }

  return {
    loader: own && compressed(stableLoader(own)),
    file: async (version, name) => (await filesOf(version))?.get(name),
    async share(onError) {
      if (!own) return () => undefined;
      const note = async () => {
        const now = clock.now();
        await store.keepAssets(own, now, now - dayMs).catch(onError);
      };
      await note();
      const timer = setInterval(() => void note(), noteMs).unref();
      return () => clearInterval(timer);
    },
  };
}
