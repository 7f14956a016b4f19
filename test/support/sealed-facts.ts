/** Facts for stories of the store, which seals nothing itself. */
import type { SealedFacts } from '../../demo/verifier/evidence/evidence.js';

export const sealedFacts = (at: number, ref = 'learner-1'): SealedFacts => ({
  at,
  ip: '192.0.2.1',
  userAgent: 'test',
  upstream: null,
  transaction: null,
  ref,
  salt: '00'.repeat(16),
  sealed: 'sealed',
  ipHash: 'hash of the address',
  keyVersion: 1,
});
