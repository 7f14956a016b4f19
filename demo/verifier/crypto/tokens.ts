import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  errors,
  exportJWK,
  generateKeyPair,
  jwtVerify,
  type JWK,
} from 'jose';
import type { Clock } from '../domain/clock.js';
import type { Claims } from '../domain/model.js';
import type { Keys, SigningKey } from '../store/store.js';
import type { Vault } from './vault.js';

export interface Tokens {
  /**
   * Signs a token. EdDSA is deterministic (RFC 8032) and the time of issue chooses the key: the same claims give the same token, so
   * none needs to be stored.
   */
  sign(claims: Claims): Promise<string>;
  /** The id of a token that we gave to this site and that is still good at `now` (epoch milliseconds). */
  read(token: string, site: string, now: number): Promise<{ jti: string } | 'expired' | 'invalid'>;
  /** The public keys, for sites that check tokens themselves (RFC 7517). */
  jwks(): Promise<{ keys: JWK[] }>;
}

const alg = 'EdDSA';
const typ = 'mo-otp+jwt';

/**
 * A JWS (RFC 7515 §7.1, RFC 8037 §3.1) is put together here because jose's way through WebCrypto takes twice the time, for every verdict; and in this
 * thread, because handing it to another one and back costs more than is won.
 */
const base64url = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/**
 * How long, in milliseconds, a new key is published before it signs, so that every site has fetched it; how long the key before it is
 * published afterwards; and how often the store is asked for new keys.
 */
export const overlap = { before: 15 * 60_000, after: 60 * 60_000, look: 60_000 } as const;

interface Key {
  kid: string;
  /** When it begins to sign, epoch milliseconds. */
  from: number;
  private: KeyObject;
  public: JWK;
}

/** Opens the signing keys, or makes the first one. `issuer` is the verifier's base address. */
export async function openTokens(
  store: Pick<Keys, 'signingKeys' | 'firstSigningKey'>,
  vault: Vault,
  clock: Clock,
  issuer: string,
): Promise<Tokens> {
  if ((await store.signingKeys()).length === 0) await store.firstSigningKey(await newSigningKey(vault, clock));
  let keys = await load();
  let loadedAt = clock.now();

  function load(): Promise<Key[]> {
    return store
      .signingKeys()
      .then((stored) =>
        stored.map((one, i) => opened(one, i === 0 ? -Infinity : one.createdAt + overlap.before, vault)),
      );
  }
  /** The keys, the one that begins last at the end. */
  async function current(): Promise<Key[]> {
    const now = clock.now();
    if (now - loadedAt >= overlap.look) {
      loadedAt = now;
      keys = await load();
    }
    return keys;
  }
  /** A key is published from the time it is made until its successor has signed for long enough. */
  const published = async () =>
    (await current()).filter((_, i, all) => clock.now() < (all[i + 1]?.from ?? Infinity) + overlap.after);

  return {
    async sign(claims) {
      const { kid, private: key } = (await current()).findLast(({ from }) => from <= claims.iat * 1000)!;
      const signed = `${base64url({ alg, typ, kid })}.${base64url({ iss: issuer, ...claims })}`;
      return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
    },
    async read(token, site, now) {
      try {
        const known = createLocalJWKSet({ keys: (await published()).map((key) => key.public) });
        const { payload } = await jwtVerify(token, known, {
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
    jwks: async () => ({ keys: (await published()).map((key) => key.public) }),
  };
}

function opened({ kid, sealed }: SigningKey, from: number, vault: Vault): Key {
  const jwk = JSON.parse(vault.open(sealed, kid).toString()) as JWK;
  const { kty, crv, x } = jwk;
  return {
    kid,
    from,
    private: createPrivateKey({ key: jwk, format: 'jwk' }),
    public: { kty, crv, x, kid, alg, use: 'sig' } as JWK,
  };
}

/** A new signing key, sealed. */
export async function newSigningKey(vault: Vault, clock: Clock): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, sealed: vault.seal(JSON.stringify(jwk), kid), createdAt: clock.now() };
}
