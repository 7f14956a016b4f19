import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { z } from 'zod';
import { isSameSecret } from '../../crypto/secrets.js';
import { labelsOf } from '../request-labels.js';
import { Problem } from '../problem.js';
import { reportedMs } from '../../store/database-clock.js';
import type { VerifierDependencies } from '../dependencies.js';

/** How long a part may take, in milliseconds. */
const partTimeoutMs = 6_000;

const inTime = (works: Promise<unknown>) =>
  Promise.race([
    works,
    new Promise((_, reject) => setTimeout(() => reject(new Error('no reply in time')), partTimeoutMs).unref()),
  ]);

type Health = Pick<VerifierDependencies, 'store' | 'clock' | 'clockAheadMs'>;

/**
 * `GET /healthz`: the process answers. `GET /readyz`: the store can be read and written to as well, and each part is
 * named; a stopping verifier is not ready. A clock that differs from the database's is reported, but does not make the
 * verifier unready: it takes the database's time.
 */
export function healthRoutes(app: FastifyInstance, { store, clock, clockAheadMs }: Health): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (request) => {
    const part = async (name: string, works: Promise<unknown>) =>
      inTime(works).then(
        () => [name, 'ok'] as const,
        (error: unknown) => {
          request.log.error({ err: error, part: name }, 'A part of the store fails');
          return [name, 'failed'] as const;
        },
      );
    const parts = await Promise.all([part('reads', store.time()), part('writes', store.probeWrite(clock.now()))]);
    if (parts.some(([, state]) => state === 'failed'))
      throw new Problem('maintenance', 'A part of the store fails', {
        detail: parts.map(([name, state]) => `${name}: ${state}`).join(', '),
        headers: { 'retry-after': '5' },
      });
    const aheadMs = clockAheadMs();
    return {
      status: 'ready',
      ...Object.fromEntries(parts),
      clock: Math.abs(aheadMs) > reportedMs ? 'differs' : 'ok',
      clockAheadMs: aheadMs,
    };
  });
}

/** The number of sites with labels of their own; the others are counted together. */
const siteLabels = 500;

/** The part of a verdict that the metrics count. */
const Counted = z.object({ status: z.string(), reason: z.string().default('') });

/**
 * `GET /metrics` for Prometheus, with the bearer token; not served without one. Counts and durations, no personal data.
 */
export function metricsRoute(app: FastifyInstance, { store, clockAheadMs }: Health, token: string | undefined): void {
  if (token === undefined) return;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'mo_otp_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 15],
    registers: [registry],
  });
  const verdicts = new Counter({
    name: 'mo_otp_verdicts_total',
    help: 'Verdicts on attempts',
    labelNames: ['site', 'method', 'status', 'reason'],
    registers: [registry],
  });
  const refusals = new Counter({
    name: 'mo_otp_refusals_total',
    help: 'Requests that were answered with a problem',
    labelNames: ['site', 'route', 'code'],
    registers: [registry],
  });
  /** The sites that have labels of their own; a label for every site of a large installation would be too much. */
  const known = new Set<string>();
  const siteLabel = (site = '') => {
    if (known.size < siteLabels) known.add(site);
    return known.has(site) ? site : 'other';
  };
  new Gauge({
    name: 'mo_otp_outbox_messages',
    help: 'Reports that the upstream authority has not acknowledged yet',
    registers: [registry],
    async collect() {
      // while the store is down the other metrics matter most
      this.set(await store.countOutboxMessages().catch(() => NaN));
    },
  });
  new Gauge({
    name: 'mo_otp_clock_ahead_seconds',
    help: 'How far the clock of this machine is ahead of the clock of the database',
    registers: [registry],
    collect() {
      this.set(clockAheadMs() / 1000);
    },
  });
  const alarms = new Counter({
    name: 'mo_otp_alarms_total',
    help: 'Requests that found a ceiling for all near or reached',
    labelNames: ['of'],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    const { code, site, alarm } = labelsOf(request);
    if (alarm) alarms.inc({ of: alarm });
    if (code !== undefined) refusals.inc({ site: siteLabel(site), route: routeOptions.url ?? 'none', code });
    seconds.observe({ method, route: routeOptions.url ?? 'none', status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  app.addHook('preSerialization', async (request, _reply, payload) => {
    const verdict = request.routeOptions.url?.endsWith('/verify') ? Counted.safeParse(payload) : undefined;
    const { site, method = '' } = labelsOf(request);
    if (verdict?.success) verdicts.inc({ ...verdict.data, site: siteLabel(site), method });
    return payload;
  });
  app.get('/metrics', async ({ headers }, reply) => {
    if (!isSameSecret(headers.authorization ?? '', `Bearer ${token}`))
      throw new Problem('unknown-session', 'The token is not known', { headers: { 'www-authenticate': 'Bearer' } });
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
