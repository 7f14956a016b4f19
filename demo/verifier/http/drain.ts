/** Stopping without a reset: load balancers learn it first, and every request that arrives meanwhile is answered. */
import { Server as TcpServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.js';

/** How long requests that are on their way may take to arrive once nothing listens any more, in milliseconds. */
const arrivalMs = 1_000;
const pollMs = 20;

/**
 * Prepares a server for stopping. The returned function makes `/readyz` refuse at once, goes on listening for `seconds`,
 * and ends each connection with its next answer; then it stops listening and lets what is on its way arrive. Close the
 * server afterwards: that completes the requests under way.
 */
export function drainable(app: FastifyInstance): (seconds: number) => Promise<void> {
  let isDraining = false;
  app.addHook('onRequest', async (request, reply) => {
    if (!isDraining) return;
    void reply.header('connection', 'close');
    if (request.routeOptions.url === '/readyz')
      throw new Problem('maintenance', 'The verifier is stopping', { headers: { 'retry-after': '10' } });
  });
  return async (seconds) => {
    isDraining = true;
    await pause(seconds * 1000);
    await pause(0); // accepts the connections that wait already
    // the HTTP server's own close would reset a connection whose request has not been read yet
    TcpServer.prototype.close.call(app.server);
    for (let waited = 0; waited < arrivalMs && (await connections(app)) > 0; waited += pollMs) await pause(pollMs);
  };
}

const connections = (app: FastifyInstance): Promise<number> =>
  new Promise((resolve) => app.server.getConnections((error, count) => resolve(error ? 0 : count)));
