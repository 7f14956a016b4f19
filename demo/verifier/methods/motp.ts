import { z } from 'zod';
import { codes, type MotpAuthority } from '../authorities/authority.js';
import type { Method } from './method.js';

const Proof = z.object({ code: z.string().regex(/^\d{6}$/, 'must be six ASCII digits') });

/** The six digits of the phone app. */
export function motp(authority: MotpAuthority): Method {
  return {
    counts: true,
    ask: async () => ({ params: { ...codes } }),
    read(proof) {
      const { code } = Proof.parse(proof);
      return (asked, now) => authority.examine({ ...asked, code }, now);
    },
  };
}
