import { sign } from 'node:crypto';
import { createLocalJWKSet, errors, jwtVerify, type JWK } from 'jose';
import { isOpen, type Clock } from '../domain/clock.js';
import { limits } from '../domain/limits.js';
import type { Claims } from '../domain/model.js';
import type { Keys } from '../store/store.js';
import { alg, openSigningKeys } from './signing-keys.js';
import type { Vault } from './vault.js';

export interface Tokens {
  /**
   * Signs a token. EdDSA is deterministic (RFC 8032) and the time of issue selects the key: the same claims give the
   * same token, so no token needs to be stored.
   */
  sign(claims: Claims): Promise<string>;
  /** The id of a token that was issued to this site, and whether it has expired at `now` (epoch milliseconds). */
  read(token: string, site: string, now: number): Promise<{ jti: string; isExpired: boolean } | 'invalid'>;
  /** The public keys, for sites that verify tokens themselves (RFC 7517). */
  jwks(): Promise<{ keys: JWK[] }>;
}

const typ = 'mo-otp+jwt';

const base64url = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/**
 * Whether each part is written as RFC 4648 §5 and §3.5 say: decoders ignore padding, other characters and the unused bits
 * of the last one, so that one token would have many spellings.
 */
const isCanonical = (token: string): boolean =>
  token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);

/** Opens the signing keys of a store. `issuer` is the verifier's base address. */
export async function openTokens(
  store: Pick<Keys, 'signingKeys' | 'firstSigningKey'>,
  vault: Vault,
  clock: Clock,
  issuer: string,
): Promise<Tokens> {
  const keys = await openSigningKeys(store, vault, clock);
  return {
    async sign(claims) {
      const { kid, private: key } = await keys.signingAt(claims.iat * 1000);
      // a JWS (RFC 7515 §7.1, RFC 8037 §3.1) by hand: jose signs through WebCrypto, which takes twice the time
      const signed = `${base64url({ alg, typ, kid })}.${base64url({ iss: issuer, ...claims })}`;
      return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
    },
    async read(token, site, now) {
      if (!isCanonical(token)) return 'invalid';
      try {
        const known = createLocalJWKSet({ keys: await keys.published() });
        const { payload } = await jwtVerify(token, known, {
          algorithms: [alg],
          typ,
          issuer,
          audience: site,
          requiredClaims: ['jti', 'exp'],
          currentDate: new Date(now),
        });
        // issued by a clock that was ahead: it would last for as long as the clock was
        return { jti: payload.jti!, isExpired: !isOpen(payload.exp! * 1000, now, limits.token * 1000) };
      } catch (error) {
        if (error instanceof errors.JWTExpired) return { jti: String(error.payload.jti), isExpired: true };
        if (error instanceof errors.JOSEError) return 'invalid';
        throw error;
      }
    },
    jwks: async () => ({ keys: await keys.published() }),
  };
}
