import type { FastifyInstance } from 'fastify';
import { asCsv, asJson, found } from '../../evidence/export.js';
import { EvidenceFilters } from '../../evidence/wire.js';
import { authenticateSite } from '../authenticate-site.js';
import type { VerifierDependencies } from '../dependencies.js';

/**
 * `GET /evidence?learner=&course=&from=&to=`: a site's evidence as JSON, or as CSV with `format=csv` or `Accept:
 * text/csv`.
 */
export function evidenceRoute(app: FastifyInstance, verifier: VerifierDependencies): void {
  const { store, evidence, clock } = verifier;
  app.get('/evidence', async (request, reply) => {
    const site = await authenticateSite(request, verifier);
    const {
      learner,
      course,
      from,
      to,
      restricted,
      format = request.headers.accept?.startsWith('text/csv') ? 'csv' : 'json',
    } = EvidenceFilters.parse(request.query);
    if (restricted !== undefined)
      await store.addRestrictedAccess({ site: site.id, reason: restricted, at: clock.now() });
    const query = { site: site.id, learner, course, from, to, restricted: restricted !== undefined };
    const entries = found(evidence, query);
    if (format === 'json') return reply.type('application/json; charset=utf-8').send(asJson(entries));
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="evidence.csv"')
      .send(asCsv(entries));
  });
}
