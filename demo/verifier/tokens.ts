import { calculateJwkThumbprint, errors, exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT, type JWK } from 'jose';
import type { Clock } from './clock.js';
import type { Claims } from './records.js';
import type { SigningKeys } from './store/store.js';
import type { Vault } from './vault.js';

export interface Tokens {
  /** Signs a token. EdDSA is deterministic (RFC 8032): the same claims give the same token, so none needs to be stored. */
  sign(claims: Claims): Promise<string>;
  /** The id of a token that we gave to this site and that is still good at `now` (epoch milliseconds). */
  read(token: string, site: string, now: number): Promise<{ jti: string } | 'expired' | 'invalid'>;
  /** The public keys, for sites that check tokens themselves (RFC 7517). */
  jwks(): { keys: JWK[] };
}

const alg = 'EdDSA';
const typ = 'mo-otp+jwt';

/** Opens the signing key, or makes it at first start. `issuer` is the verifier's base address. */
export async function openTokens(store: SigningKeys, vault: Vault, clock: Clock, issuer: string): Promise<Tokens> {
  const stored = (await store.signingKey()) ?? (await store.addSigningKey(await newKey(vault, clock)));
  const jwk = JSON.parse(vault.open(stored.sealed, stored.kid).toString()) as JWK;
  const { kid } = stored;
  const { kty, crv, x } = jwk;
  const publicJwk = { kty, crv, x, kid, alg, use: 'sig' } as JWK;
  const [signing, checking] = await Promise.all([importJWK(jwk, alg), importJWK(publicJwk, alg)]);
  return {
    sign: (claims) => new SignJWT({ iss: issuer, ...claims }).setProtectedHeader({ alg, typ, kid }).sign(signing),
    async read(token, site, now) {
      try {
        const { payload } = await jwtVerify(token, checking, {
          algorithms: [alg],
          typ,
          issuer,
          audience: site,
          requiredClaims: ['jti', 'exp'],
          currentDate: new Date(now),
        });
        return { jti: payload.jti! };
      } catch (error) {
        if (error instanceof errors.JWTExpired) return 'expired';
        if (error instanceof errors.JOSEError) return 'invalid';
        throw error;
      }
    },
    jwks: () => ({ keys: [publicJwk] }),
  };
}

async function newKey(vault: Vault, clock: Clock) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, sealed: vault.seal(JSON.stringify(jwk), kid), createdAt: clock.now() };
}
