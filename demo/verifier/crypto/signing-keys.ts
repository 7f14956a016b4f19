/** The keys that sign tokens: how they are made, when each begins to sign, and how long each is published. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { isFresh, type Clock } from '../domain/clock.js';
import type { Keys, SigningKey } from '../store/store.js';
import type { Vault } from './vault.js';

/** The signature algorithm of tokens (RFC 8037). */
export const alg = 'EdDSA';

/**
 * Milliseconds: a new key is published for `before` before it signs, so that every site has fetched it; its predecessor
 * stays published for `after`; the store is read again every `reload`.
 */
export const overlap = { before: 15 * 60_000, after: 60 * 60_000, reload: 60_000 } as const;

interface OpenedKey {
  kid: string;
  /** The start of signing, epoch milliseconds. */
  from: number;
  private: KeyObject;
  public: JWK;
}

/** The signing keys of a store, kept up to date. */
export interface SigningKeys {
  /** The key for a token issued at `at` (epoch milliseconds). */
  signingAt(at: number): Promise<OpenedKey>;
  /** Every key that may have signed a token that is still valid, and the next one. */
  published(): Promise<JWK[]>;
}

/** Loads the signing keys, or makes the first one. */
export async function openSigningKeys(
  store: Pick<Keys, 'signingKeys' | 'firstSigningKey'>,
  vault: Vault,
  clock: Clock,
): Promise<SigningKeys> {
  if ((await store.signingKeys()).length === 0) await store.firstSigningKey(await newSigningKey(vault, clock));
  let keys = await load();
  let loadedAt = clock.now();

  async function load(): Promise<OpenedKey[]> {
    const stored = await store.signingKeys();
    return stored.map((one, i) => opened(one, i === 0 ? -Infinity : one.createdAt + overlap.before, vault));
  }
  /** The keys in the order in which they begin to sign. */
  async function current(): Promise<OpenedKey[]> {
    const now = clock.now();
    if (!isFresh(loadedAt, now, overlap.reload)) {
      loadedAt = now;
      keys = await load();
    }
    return keys;
  }

  return {
    signingAt: async (at) => (await current()).findLast(({ from }) => from <= at)!,
    published: async () =>
      (await current())
        .filter((_, i, all) => clock.now() < (all[i + 1]?.from ?? Infinity) + overlap.after)
        .map((key) => key.public),
  };
}

function opened({ kid, sealed }: SigningKey, from: number, vault: Vault): OpenedKey {
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
