import type { FastifyRequest } from 'fastify';
import type { RequestFacts } from '../evidence/evidence.js';

/**
 * What evidence keeps of a request at the time `at` (epoch milliseconds); the check adds the upstream answer and the
 * transaction.
 */
export const requestFacts = ({ ip, headers }: FastifyRequest, at: number): RequestFacts => ({
  at,
  ip,
  userAgent: headers['user-agent'] ?? null,
  upstream: null,
  transaction: null,
});
