import { z } from 'zod';
import { newId } from '../../crypto/ids.js';
import type { CheckResult } from '../../domain/model.js';
import type { Method } from '../method.js';
import { outcomeOf } from '../outcome-of.js';
import type { CaptchaService } from './services.js';

export interface CaptchaKeys {
  siteKey: string;
  secret: string;
}

const Reply = z.object({ success: z.boolean(), 'error-codes': z.array(z.string()).optional() });

const height = 180; // CSS pixels
const timeoutMs = 10_000; // milliseconds
const retryIn = 30; // seconds

/** A captcha with a page of ours, on which the widget of an external service is. */
export interface CaptchaPage {
  service: CaptchaService;
  siteKey: string;
  /** Verifies an answer at the service, which accepts each answer once. */
  examine(response: string, ip: string): Promise<CheckResult>;
}

/** A captcha; `page` if it has a page of ours. */
export type Captcha = Method & { page?: CaptchaPage };

/** A captcha of an external service, on a page of ours in a frame of the gate. `address` is the verifier's base URL. */
export function pageCaptcha(service: CaptchaService, { siteKey, secret }: CaptchaKeys, address: string): Captcha {
  async function examine(response: string, ip: string): Promise<CheckResult> {
    try {
      const body = new URLSearchParams({ secret, response, remoteip: ip, sitekey: siteKey });
      const reply = await fetch(service.verify, {
        method: 'POST',
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const { success, 'error-codes': codes = [] } = Reply.parse(await reply.json());
      if (success) return { found: 'match' };
      if (codes.some((code) => /secret|internal-error/.test(code)))
        return { found: 'unavailable', retryIn, upstream: codes.join(' ') };
      return { found: 'wrong-answer', upstream: codes.join(' ') };
    } catch {
      return { found: 'unavailable', retryIn };
    }
  }

  return {
    countsFailures: false,
    async createChallenge() {
      const ticket = newId('ck');
      return { params: { kind: 'page', url: `${address}/captcha/${ticket}`, height }, check: { ticket, memo: '' } };
    },
    prepareCheck: (_proof, challenge) => async () => outcomeOf(challenge),
    page: { service, siteKey, examine },
  };
}
