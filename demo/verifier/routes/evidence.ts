import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { asCsv, asJson, found } from '../evidence/export.js';
import { koreanMidnight } from '../korean-time.js';
import { callingSite } from '../site-secrets.js';
import type { Verifier } from '../verifier.js';

const day = 86_400_000;
const Moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
/** A date is a whole day in Korea: `from` is its beginning, `to` its end. */
const From = z.union([z.iso.date().transform(koreanMidnight), Moment]);
const To = z.union([z.iso.date().transform((text) => koreanMidnight(text) + day), Moment]);

const Query = z.object({
  learner: z.string().min(1).max(128).optional(),
  course: z.string().min(1).max(150).optional(),
  from: From.optional(),
  to: To.optional(),
  format: z.enum(['json', 'csv']).optional(),
});

/** `GET /evidence?learner=&course=&from=&to=`: what an inspector asks the site for, as JSON, or as CSV with `format=csv` or `Accept: text/csv`. */
export function evidenceRoute(app: FastifyInstance, { store }: Verifier): void {
  app.get('/evidence', async (request, reply) => {
    const site = await callingSite(request, store);
    const { learner, course, from, to, format = request.headers.accept?.startsWith('text/csv') ? 'csv' : 'json' } = Query.parse(request.query);
    const entries = found(store, { site: site.id, learner, course, from, to });
    if (format === 'json') return reply.type('application/json; charset=utf-8').send(asJson(entries));
    return reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="evidence.csv"').send(asCsv(entries));
  });
}
