import { setTimeout as pause } from 'node:timers/promises';
import { comparableName } from '../../../identity/name.js';
import { comparableNumber } from '../../../identity/mobile-number.js';
import { isFresh } from '../../domain/clock.js';
import type { UpstreamQueries } from '../../store/upstream.js';
import type { Vault } from '../../crypto/vault.js';
import type { CodeResult, TypedCode, MotpAuthority } from '../authority.js';
import { callOtpService, type HrdKorea } from './client.js';
import { accreditFields } from './fields.js';
import { resultOf } from './answer-codes.js';

/** How long a code is valid, in milliseconds: its own minute and one on either side. */
const codeLifetimeMs = 180_000;

/** The interval, in milliseconds, at which concurrent checks poll for the answer of the first one. */
const pollMs = 50;

/**
 * HRD Korea's mOTP as the authority. It counts wrong codes itself and does not disclose the count, so each code of a
 * person is sent once, across concurrent attempts and processes; an accepted code is accepted here once.
 */
export function hrdKorea(service: HrdKorea, store: UpstreamQueries, vault: Vault): MotpAuthority {
  /** After so many milliseconds a pending check counts as abandoned, and an outage as over. */
  const staleMs = service.timeoutMs + 2_000;

  async function ask(question: TypedCode, code: string, askedAt: number): Promise<CodeResult> {
    const finding = resultOf(
      await callOtpService(service, 'otp_accredit', accreditFields(question, service.institution, askedAt)),
    );
    await store.saveUpstreamResult(code, askedAt, finding);
    return finding;
  }

  return {
    // its manual asks workers abroad to set Korean time
    clock: 'korean',
    async check(question, now) {
      const { name, phone } = question.learner;
      const code = vault.hash(
        'question',
        `${service.institution} ${comparableName(name)} ${comparableNumber(phone)} ${question.code}`,
      );
      for (let waited = 0; waited <= staleMs; waited += pollMs) {
        const { askedAt, result, claimed } = await store.claimUpstreamQuery(
          code,
          now + waited,
          ({ askedAt: at, result: earlier }) =>
            !isFresh(at, now + waited, earlier && earlier.found !== 'unavailable' ? codeLifetimeMs : staleMs),
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
