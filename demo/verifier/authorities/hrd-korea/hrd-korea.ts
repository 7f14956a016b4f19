import { setTimeout as pause } from 'node:timers/promises';
import { comparableName, comparablePhone } from '../../domain/learner.js';
import type { UpstreamQueries } from '../../store/upstream.js';
import type { Vault } from '../../crypto/vault.js';
import type { CodeResult, TypedCode, MotpAuthority } from '../authority.js';
import { callOtpService, type HrdKorea } from './client.js';
import { accreditFields } from './fields.js';
import { resultOf } from './answer-codes.js';

/** How long a code may be typed again, in milliseconds: its own minute, and one on either side. */
const codeLifetimeMs = 180_000;

/** How long those who wait for somebody else's answer wait between looks, in milliseconds. */
const pollMs = 50;

/**
 * HRD Korea's mOTP as the authority. It counts wrong codes itself and tells nobody how many, so it is asked once about a person's
 * code, however often, and at however many processes, the code arrives; and a code that it accepted is accepted here once.
 */
export function hrdKorea(service: HrdKorea, store: UpstreamQueries, vault: Vault): MotpAuthority {
  /** After so long whoever asked is taken for dead, and an outage for over; milliseconds. */
  const staleMs = service.timeoutMs + 2_000;

  async function ask(question: TypedCode, code: string, askedAt: number): Promise<CodeResult> {
    const finding = resultOf(
      await callOtpService(service, 'otp_accredit', accreditFields(question, service.institution, askedAt)),
    );
    await store.saveUpstreamResult(code, askedAt, finding);
    return finding;
  }

  return {
    async check(question, now) {
      const { name, phone } = question.learner;
      const code = vault.hash('question', `${comparableName(name)} ${comparablePhone(phone)} ${question.code}`);
      for (let waited = 0; waited <= staleMs; waited += pollMs) {
        const { askedAt, result, claimed } = await store.claimUpstreamQuery(
          code,
          now + waited,
          ({ askedAt: at, result: earlier }) =>
            now + waited - at >= (earlier && earlier.found !== 'unavailable' ? codeLifetimeMs : staleMs),
        );
        const found = claimed ? await ask(question, code, askedAt) : (result as CodeResult | null);
        if (found)
          return found.found === 'match' ? { ...found, uses: { owner: `hrd-korea ${code}`, step: askedAt } } : found;
        await pause(pollMs);
      }
      return resultOf(undefined);
    },
  };
}
