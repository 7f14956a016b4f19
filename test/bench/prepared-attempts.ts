import { randomBytes } from 'node:crypto';
import { generateSync, ScureBase32Plugin } from 'otplib';
import { nameHash } from '../../demo/verifier/crypto/name-hash.js';
import { comparableNumber } from '../../demo/identity/mobile-number.js';
import { sealLearner } from '../../demo/verifier/crypto/session-learner.js';
import type { Store } from '../../demo/verifier/store/store.js';
import type { Vault } from '../../demo/verifier/crypto/vault.js';

const checkpoint = { kind: 'login', course: 'bench', class: '1' } as const;

/** The learner as the site names it. */
export type SiteLearner = { ref: string; name: string; phone: string };

interface PrepareOptions {
  /** Maps the registered learner to the one that the site names. */
  toSiteLearner?: (learner: SiteLearner) => SiteLearner;
  /** Open challenges per learner. */
  challenges?: number;
}

/**
 * Registers that many learners with open challenges and returns an attempt with the right code for each challenge, the
 * first of each learner first. Ids begin with `prefix`.
 */
export async function prepareAttempts(
  store: Store,
  vault: Vault,
  count: number,
  prefix: string,
  { toSiteLearner = (learner) => learner, challenges = 1 }: PrepareOptions = {},
): Promise<{ challenge: string; attempt: string; proof: { code: string } }[]> {
  const now = Date.now();
  const expiresAt = now + 900_000;
  const registered = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const id = `${prefix}${i}`;
      const learner = { ref: id, name: '홍길동', phone: `010${prefix}${i}` };
      const secret = randomBytes(20);
      const hashes = {
        phoneHash: vault.hash('phone', comparableNumber(learner.phone)),
        nameHash: nameHash(learner.name, vault),
      };
      await store.openRegistration(
        { id: `rg_${id}`, ...hashes, network: '', codeHash: '', triesLeft: 1, sentAt: now, expiresAt: now },
        () => 0,
      );
      const device = { id: `dv_${id}`, ...hashes, secret: vault.seal(secret, `dv_${id}`) };
      await store.settleRegistration(`rg_${id}`, () => ({ verdict: { status: 'registered' }, triesLeft: 0, device }));
      const code = generateSync({
        secret: new ScureBase32Plugin().encode(secret),
        epoch: now / 1000,
        period: 60,
        digits: 6,
      });
      return { learner, proof: { code } };
    }),
  );
  const prepared = Array.from({ length: challenges }, (_, nth) =>
    registered.map((one) => ({ ...one, id: `${one.learner.ref}_${nth}` })),
  ).flat();
  return Promise.all(
    prepared.map(async ({ id, learner, proof }) => {
      const session = `se_${id}`;
      await store.openSession({
        id: session,
        site: 'site',
        ref: learner.ref,
        learner: sealLearner(toSiteLearner(learner), session, vault),
        target: checkpoint,
        due: [checkpoint],
        position: 0,
        origin: null,
        expiresAt,
      });
      await store.openChallenge({ id: `ch_${id}`, session, position: 0, method: 'motp', expiresAt });
      return { challenge: `ch_${id}`, attempt: `attempt-${id}`, proof };
    }),
  );
}
