import { z } from 'zod';
import type { MotpAuthority } from '../authorities/authority.js';
import { Code, codes } from '../crypto/totp.js';
import type { Params } from 'mo-otp-gate/contract';
import type { Method } from './method.js';

const Proof = z.object({ code: Code });

/** Where to get the phone app. */
export type Apps = NonNullable<Params<'motp'>['apps']>;

/** The method of the phone app's six digits. */
export function motp(authority: MotpAuthority, apps: Apps | undefined): Method {
  const params = { ...codes, ...(authority.clock && { clock: authority.clock }), ...(apps && { apps }) };
  return {
    countsFailures: true,
    sharedParams: params,
    createChallenge: async () => ({ params }),
    prepareCheck(proof) {
      const { code } = Proof.parse(proof);
      return (asked, now) => authority.check({ ...asked, code }, now);
    },
  };
}
