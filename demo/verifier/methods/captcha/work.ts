import { createChallenge, extractParams, verifySolution } from 'altcha-lib/v1';
import type { Params } from 'mo-otp-gate/contract';
import { z } from 'zod';
import { newId } from '../../crypto/ids.js';
import type { Vault } from '../../crypto/vault.js';
import type { Method } from '../method.js';

const Proof = z.object({ payload: z.base64().max(4096) });
const Payload = z.object({
  algorithm: z.literal('SHA-256'),
  challenge: z.string(),
  number: z.int().min(0),
  salt: z.string(),
  signature: z.string(),
});

/** About two seconds on an old phone, which tries half of the numbers on average. */
const maxNumber = 50_000;

/**
 * A captcha without picture or sound: the browser computes a proof of work (ALTCHA, version 1). The task is signed and
 * bound to its challenge, so no state is stored and an answer is valid for that challenge only.
 */
export function workCaptcha(vault: Vault): Method {
  const hmacKey = vault.hash('key', 'captcha');
  return {
    countsFailures: false,
    async createChallenge({ challenge: id }) {
      const { challenge, salt, signature } = await createChallenge({
        hmacKey,
        maxnumber: maxNumber,
        params: { for: id },
      });
      const params: Params<'captcha'> = { kind: 'work', algorithm: 'SHA-256', challenge, salt, signature, maxNumber };
      return { params, check: { ticket: newId('ck'), memo: '' } };
    },
    prepareCheck(proof, { id }) {
      const { payload } = Proof.parse(proof);
      return async () => {
        const answer = Payload.safeParse(decoded(payload)).data;
        const right = answer && extractParams(answer)['for'] === id && (await verifySolution(answer, hmacKey));
        return { found: right ? 'match' : 'wrong-answer' };
      };
    },
  };
}

function decoded(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64').toString());
  } catch {
    return undefined;
  }
}
