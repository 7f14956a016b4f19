import type { FastifyInstance } from 'fastify';
import type { ServedVersions } from '../assets/served-versions.js';
import type { DeviceRegistry } from '../authorities/devices/registry.js';
import type { DataKeys } from '../crypto/data-keys.js';
import type { Clock } from '../domain/clock.js';
import type { RecordSecretUse } from './authenticate-site.js';
import type { EvidenceLog } from '../evidence/evidence.js';
import type { LearnerDirectory } from '../personal-data/directory.js';
import type { RateLimiter } from './rate-limiter.js';
import type { SiteDirectory } from '../sites/directory.js';
import type { Store } from '../store/store.js';
import type { Tokens } from '../crypto/tokens.js';
import type { Vault } from '../crypto/vault.js';

/** Dependencies of the routes. */
export interface VerifierDependencies {
  store: Store;
  vault: Vault;
  dataKeys: DataKeys;
  learners: LearnerDirectory;
  evidence: EvidenceLog;
  clock: Clock;
  /** Milliseconds by which this machine's clock is ahead of {@link VerifierDependencies.clock}, the database's. */
  clockAheadMs(): number;
  tokens: Tokens;
  /** The sites with their settings, methods and switches. */
  sites: SiteDirectory;
  limiter: RateLimiter;
  recordSecretUse: RecordSecretUse;
  devices: DeviceRegistry;
  assets: ServedVersions;
  /** The verifier's base URL. */
  address: string;
  /** The origins of the phone app, as browsers write them. */
  phoneOrigins: readonly string[];
}

/** Registers the routes. */
export type Route = (app: FastifyInstance, verifier: VerifierDependencies) => void;
