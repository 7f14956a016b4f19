import type { FastifyRequest } from 'fastify';
import { clientAddress } from './client-address.js';
import type { RequestFacts } from '../evidence/evidence.js';

/** How much of a browser's description evidence keeps, in characters: it is the sender's, and may be as long as a header. */
const userAgentLimit = 256;

/**
 * What evidence keeps of a request at the time `at` (epoch milliseconds); the check adds the upstream answer and the
 * transaction.
 */
export const requestFacts = ({ ip, headers }: FastifyRequest, at: number): RequestFacts => ({
  at,
  ip: clientAddress(ip),
  userAgent: headers['user-agent']?.slice(0, userAgentLimit) ?? null,
  upstream: null,
  transaction: null,
});
