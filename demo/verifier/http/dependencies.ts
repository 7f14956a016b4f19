import type { FastifyInstance } from 'fastify';
import type { Help } from 'mo-otp-gate/contract';
import type { UpstreamReporter } from '../authorities/authority.js';
import type { DeviceRegistry } from '../authorities/devices/registry.js';
import type { Clock } from '../domain/clock.js';
import type { RateLimiter } from './rate-limiter.js';
import type { Methods } from '../methods/offers.js';
import type { IdentityChecks } from '../providers/identity-checks.js';
import type { Policy } from '../domain/policy.js';
import type { Store } from '../store/store.js';
import type { Tokens } from '../crypto/tokens.js';
import type { Vault } from '../crypto/vault.js';

/** Dependencies of the routes. */
export interface VerifierDependencies {
  store: Store;
  vault: Vault;
  clock: Clock;
  tokens: Tokens;
  methods: Methods;
  identity: IdentityChecks;
  limiter: RateLimiter;
  /** The messages to the upstream authority about a decided attempt. */
  upstreamMessages: UpstreamReporter['messagesFor'];
  devices: DeviceRegistry;
  policy: Policy;
  help: Help;
  /** The origins of the phone app, as browsers write them. */
  phoneOrigins: readonly string[];
}

/** Registers the routes. */
export type Route = (app: FastifyInstance, verifier: VerifierDependencies) => void;
