import type { FastifyInstance } from 'fastify';
import { VerifyRequest, type MethodId, type Verdict } from 'mo-otp-gate/contract';
import { foregone, judge, limits } from '../gatekeeper.js';
import { newId } from '../ids.js';
import { unlocking } from '../methods/offers.js';
import { admitPage } from '../origins.js';
import { Problem } from '../problem.js';
import type { Decision, Records, Ruling } from '../records.js';
import { learnerOf } from '../session-learner.js';
import type { Verifier } from '../verifier.js';

/** `POST /verify`: the learner's browser answers a challenge. */
export function verifyRoute(app: FastifyInstance, { store, vault, clock, methods, tokens }: Verifier): void {
  app.post('', async (request): Promise<Verdict> => {
    const body = VerifyRequest.parse(request.body);
    const now = clock.now();
    const key = { challenge: body.challenge, attempt: body.attempt };
    const known = await store.attemptRecords(key);
    if (!known) throw new Problem('unknown-challenge', 'There is no such challenge');
    const { challenge, session } = known;
    await admitPage(request, session, store);
    const examine = methods[challenge.method as MethodId].read(body.proof);
    if (known.earlier) return reply(known.earlier);

    const witness = { at: now, ip: request.ip, userAgent: request.headers['user-agent'] ?? null };
    // what is settled anyway is never examined: a locked learner must not learn whether a code was right
    const settled = foregone(known, now);
    if (settled) return reply(await store.decide(key, { ...witness, upstream: null }, () => ({ ruling: settled })));
    const finding = await examine({ learner: learnerOf(session, vault), checkpoint: session.due[challenge.position]!, ip: request.ip }, now);
    const owner = finding.found === 'match' ? finding.uses?.owner : undefined;
    const rule = (records: Records): Decision => judge(records, finding, now, newId('vf'));
    return reply(await store.decide({ ...key, ...(owner !== undefined && { owner }) }, { ...witness, upstream: finding.upstream ?? null }, rule));
  });

  async function reply(ruling: Ruling): Promise<Verdict> {
    switch (ruling.status) {
      case 'verified':
        return { status: 'verified', token: await tokens.sign(ruling.claims), method: ruling.claims.method, expiresIn: limits.token };
      case 'locked':
        return { status: 'locked', unlock: unlocking(methods) };
      case 'unlocked':
      case 'expired':
        return { status: ruling.status };
      default:
        return ruling;
    }
  }
}
