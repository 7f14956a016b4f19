import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { eraseLearner } from '../../personal-data/erase-learner.js';
import { exportLearner } from '../../personal-data/export-learner.js';
import { authenticateSite } from '../authenticate-site.js';
import type { VerifierDependencies } from '../dependencies.js';
import { Problem } from '../problem.js';

/** The site's own id of its learner: in the body, because addresses end up in logs. */
const LearnerRequest = z.object({
  ref: z.string().min(1).max(128),
  /** Why restricted evidence is read; recorded. */
  reason: z.string().trim().min(1).max(500).optional(),
});

const unknown = () =>
  new Problem('bad-request', 'There is no such learner', { detail: 'ref: nothing is kept about it' });

/**
 * `POST /learners/export` and `POST /learners/erase`, for a site's server: everything kept about one learner, and its
 * erasure. What a law keeps is restricted, and listed with its date.
 */
export function learnersRoute(app: FastifyInstance, verifier: VerifierDependencies): void {
  const { store, clock, sites } = verifier;
  app.post('/learners/export', async (request) => {
    const site = await authenticateSite(request, verifier);
    const { ref, reason } = LearnerRequest.parse(request.body);
    if (reason !== undefined) await store.addRestrictedAccess({ site: site.id, reason, at: clock.now() });
    const exported = await exportLearner(verifier, site.id, ref, reason !== undefined);
    if (!exported) throw unknown();
    return exported;
  });
  app.post('/learners/erase', async (request) => {
    const site = await authenticateSite(request, verifier);
    const { ref } = LearnerRequest.parse(request.body);
    const { evidenceDays } = await sites.settings(site.id);
    const report = await eraseLearner(verifier, site.id, ref, evidenceDays, clock.now());
    if (!report) throw unknown();
    request.log.info({ site: site.id, erasure: report.order });
    return report;
  });
}
