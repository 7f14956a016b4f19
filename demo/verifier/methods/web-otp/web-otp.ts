import { z } from 'zod';
import { Code, codes, matchingStep, newTotpSecret } from '../../crypto/totp.js';
import { newId } from '../../crypto/ids.js';
import type { IdentityChecks } from '../../providers/identity-checks.js';
import type { CheckResult } from '../../domain/model.js';
import type { Store } from '../../store/store.js';
import type { Vault } from '../../crypto/vault.js';
import type { AnswerContext, Method } from '../method.js';

/** The stage of registering a browser: a new registration was requested, or its phone check was passed. */
const Stage = z.enum(['renewing', 'checked']);

/** The state of a challenge. */
const Memo = z.discriminatedUnion('state', [
  z.object({ state: z.literal('new') }),
  z.object({ state: z.literal('enrol'), device: z.string(), secret: z.string() }),
  z.object({ state: z.literal('registered') }),
]);

const Renew = z.object({ renew: z.literal(true) });
const Proof = z.object({
  device: z.string().min(1).max(64),
  code: Code,
});

/** An OTP in one browser of the learner, registered after a phone check; registering another browser replaces it. */
export function webOtp(store: Store, vault: Vault, identity: IdentityChecks): Method {
  async function examine(
    memo: z.infer<typeof Memo>,
    { device, code }: z.infer<typeof Proof>,
    { session }: AnswerContext,
    now: number,
  ): Promise<CheckResult> {
    const browser = memo.state === 'enrol' ? { id: memo.device, secret: memo.secret } : await store.browser(session);
    if (browser?.id !== device) return { found: 'mismatch' };
    const step = matchingStep(vault.open(browser.secret, browser.id), code, now);
    if (step === null) return { found: 'wrong-code' };
    return { found: 'match', uses: { owner: device, step }, ...(memo.state === 'enrol' && { registers: browser }) };
  }

  return {
    countsFailures: true,
    requires: {
      method: 'phone',
      async isNeeded(session) {
        const stage = session.id === undefined ? undefined : Stage.optional().parse(await store.stage(session.id));
        return stage !== 'checked' && (stage === 'renewing' || (await store.browser(session)) === undefined);
      },
    },
    async createChallenge({ session }) {
      const ticket = newId('ck');
      const check = (memo: z.infer<typeof Memo>) => ({ ticket, memo: JSON.stringify(memo) });
      const stage = Stage.optional().parse(await store.stage(session.id));
      if (stage === 'checked') {
        const [device, key] = [newId('br'), newTotpSecret()];
        return {
          params: { state: 'enrol', ...codes, device, key: key.toString('base64url') },
          check: check({ state: 'enrol', device, secret: vault.seal(key, device) }),
        };
      }
      const browser = stage === undefined ? await store.browser(session) : undefined;
      if (browser)
        return { params: { state: 'registered', ...codes, device: browser.id }, check: check({ state: 'registered' }) };
      return { params: { state: 'new', ...codes, ...identity.addresses(ticket) }, check: check({ state: 'new' }) };
    },
    prepareCheck(proof, challenge) {
      const memo = Memo.parse(JSON.parse(challenge.check!.memo));
      if (memo.state === 'new')
        return async (asked, now) => {
          const result = await identity.result(challenge, asked, now);
          return result.found === 'match' ? { ...result, found: 'progress', stage: Stage.enum.checked } : result;
        };
      if (Renew.safeParse(proof).success) return async () => ({ found: 'progress', stage: Stage.enum.renewing });
      const typed = Proof.parse(proof);
      return (asked, now) => examine(memo, typed, asked, now);
    },
  };
}
