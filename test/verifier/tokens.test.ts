import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test, type TestContext } from 'node:test';
import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
  type JWK,
} from 'jose';
import type { SigningKey } from '../../demo/verifier/store/store.js';
import { openTokens } from '../../demo/verifier/crypto/tokens.js';
import { openVault } from '../../demo/verifier/crypto/vault.js';
import { exam, hong, SetClock, startVerifier } from '../support/verifier.js';

async function begin(t: TestContext) {
  const clock = new SetClock();
  const v = await startVerifier({ clock });
  t.after(() => v.close());
  const phone = await v.registerDevice();
  async function token(origin?: string) {
    const verdict = await v.verify(
      (await v.challenge(await v.openSession(hong, exam, origin ? { origin } : {}))).id,
      phone.codeAt(clock.now()),
    );
    assert(verdict.status === 'verified');
    return verdict.token;
  }
  return { ...v, clock, token };
}

test('a site redeems a token once', async (t) => {
  const v = await begin(t);
  const at = new Date(v.clock.now()).toISOString();
  const token = await v.token('http://site.test');
  v.clock.advance(1000);
  assert.deepEqual(await v.siteverify(token), {
    success: true,
    learner: hong,
    checkpoint: exam,
    method: 'motp',
    verifiedAt: at,
    origin: 'http://site.test',
    grant: { scope: 'entry', expiresIn: 14_400 },
  });
  assert.deepEqual(await v.siteverify(token), { success: false, error: 'used' });
});

test('a site that got no reply repeats the redemption with its key and gets the same answer', async (t) => {
  const v = await begin(t);
  const token = await v.token();
  const redeem = async (idempotencyKey: string) => {
    const reply = v.post('/siteverify', { token, idempotencyKey }, { authorization: `Bearer ${v.siteSecret}` });
    return (await (await reply).json()) as { success: boolean; error?: string; verifiedAt?: string };
  };
  const [key, another] = ['a key made for this token', 'a key made for another'] as const;
  v.clock.advance(299_000);
  const first = await redeem(key);
  assert.equal(first.success, true);
  assert.deepEqual(await redeem(another), { success: false, error: 'used' });
  assert.deepEqual(await v.siteverify(token), { success: false, error: 'used' });
  v.clock.advance(20_000); // the token has expired meanwhile
  const again = await redeem(key);
  assert.deepEqual([again.success, again.verifiedAt], [true, first.verifiedAt]);
  assert.deepEqual(await redeem(another), { success: false, error: 'expired' });
  v.clock.advance(290_000);
  assert.deepEqual(await redeem(key), { success: false, error: 'expired' }, 'a key opens no token for good');
});

test('a site that uses the key of one token for another gets an error, and the other is not spent', async (t) => {
  const v = await begin(t);
  const one = await v.token();
  v.clock.advance(60_000);
  const other = await v.token();
  const asSite = { authorization: `Bearer ${v.siteSecret}` };
  const idempotencyKey = 'a key made for one token';
  const replies = await Promise.all(
    [one, other].map((token) => v.post('/siteverify', { token, idempotencyKey }, asSite)),
  );
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 400]);
  const refused = replies[0]!.status === 400 ? one : other;
  assert.equal((await v.siteverify(refused)).success, true);
});

test('a site has five minutes to redeem a token', async (t) => {
  const v = await begin(t);
  const [early, late] = [await v.token(), (v.clock.advance(60_000), await v.token())];
  v.clock.advance(239_000);
  assert.equal((await v.siteverify(early)).success, true);
  v.clock.advance(61_000);
  assert.deepEqual(await v.siteverify(late), { success: false, error: 'expired' });
});

test("a site cannot redeem or spend another site's token", async (t) => {
  const v = await begin(t);
  const other = await v.registerSite('other', ['http://other.test']);
  const token = await v.token();
  assert.deepEqual(await v.siteverify(token, other), { success: false, error: 'invalid' });
  assert.equal((await v.siteverify(token)).success, true);
  v.clock.advance(301_000);
  assert.deepEqual(await v.siteverify(token, other), { success: false, error: 'invalid' });
});

test('a text that the same key signed for another purpose is no token', async (t) => {
  const v = await begin(t);
  const vault = openVault(randomBytes(32));
  let key: SigningKey | undefined;
  const store = {
    signingKeys: async () => (key ? [key] : []),
    firstSigningKey: async (made: SigningKey) => (key = made),
  };
  const tokens = await openTokens(store, vault, v.clock, v.issuer);
  const claims = {
    jti: 'vf_1',
    aud: 'site',
    sub: 'learner-1',
    iat: v.clock.now() / 1000,
    exp: v.clock.now() / 1000 + 300,
    method: 'motp',
    checkpoint: exam,
  };
  const signing = await importJWK(JSON.parse(vault.open(key!.sealed, key!.kid).toString()) as JWK, 'EdDSA');
  const sign = (typ: string) =>
    new SignJWT({ ...claims, iss: v.issuer }).setProtectedHeader({ alg: 'EdDSA', typ }).sign(signing);
  assert.deepEqual(await tokens.read(await sign('mo-otp+jwt'), 'site', v.clock.now()), {
    jti: 'vf_1',
    isExpired: false,
  });
  assert.equal(await tokens.read(await sign('JWT'), 'site', v.clock.now()), 'invalid');
  assert.equal(await tokens.sign(claims), await (await openTokens(store, vault, v.clock, v.issuer)).sign(claims));
});

/** A character that a lenient decoder reads like this one: the last of 64 bytes has four unused bits. */
function sibling(last: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(last) ^ 1]!;
}

test('forged tokens are invalid', async (t) => {
  const v = await begin(t);
  const token = await v.token();
  const [header, payload, signature] = token.split('.') as [string, string, string];
  const claims = decodeJwt(token);
  const { kid } = decodeProtectedHeader(token);
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const { privateKey } = await generateKeyPair('EdDSA');
  const { keys } = (await (await fetch(`${v.url}/.well-known/jwks.json`)).json()) as { keys: { x: string }[] };
  const forgeries = {
    garbage: 'x',
    'another learner': [header, encode({ ...claims, sub: 'learner-2' }), signature].join('.'),
    'no algorithm': [encode({ alg: 'none', typ: 'mo-otp+jwt' }), payload, ''].join('.'),
    'another key': await new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', typ: 'mo-otp+jwt', kid: kid! })
      .sign(privateKey),
    'the public key as HMAC secret': await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'mo-otp+jwt', kid: kid! })
      .sign(Buffer.from(keys[0]!.x, 'base64url')),
    'no signature': `${header}.${payload}.`,
    padding: `${token}=`,
    'a line break': `${token}\n`,
    'another last character of the same bytes': token.slice(0, -1) + sibling(token.at(-1)!),
  };
  for (const [name, forged] of Object.entries(forgeries))
    assert.deepEqual(await v.siteverify(forged), { success: false, error: 'invalid' }, name);
});

test('a site can verify a token’s signature itself and finds no name or phone number in it', async (t) => {
  const v = await begin(t);
  const now = v.clock.now();
  const token = await v.token('http://site.test');
  const jwks = createRemoteJWKSet(new URL(`${v.url}/.well-known/jwks.json`));
  const { payload, protectedHeader } = await jwtVerify(token, jwks, {
    issuer: v.issuer,
    audience: 'site',
    typ: 'mo-otp+jwt',
    currentDate: new Date(now),
  });
  const { jti, ...claims } = payload;
  assert.match(jti!, /^vf_/);
  assert.deepEqual(claims, {
    iss: v.issuer,
    aud: 'site',
    sub: hong.ref,
    iat: now / 1000,
    exp: now / 1000 + 300,
    method: 'motp',
    checkpoint: exam,
    origin: 'http://site.test',
  });
  assert.deepEqual(Object.keys(protectedHeader).sort(), ['alg', 'kid', 'typ']);
});

test('the published keys have no private member', async (t) => {
  const v = await begin(t);
  const reply = await fetch(`${v.url}/.well-known/jwks.json`);
  const { keys } = (await reply.json()) as { keys: object[] };
  assert.deepEqual(
    keys.map((key) => Object.keys(key).sort()),
    [['alg', 'crv', 'kid', 'kty', 'use', 'x']],
  );
});
