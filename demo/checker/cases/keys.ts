import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import type { Topic } from '../case.js';
import { matches, must } from '../expect.js';
import type { TestContext } from '../test-context.js';

async function keySet({ wire }: TestContext): Promise<JSONWebKeySet> {
  const { status, body } = await wire.send('/.well-known/jwks.json', { method: 'GET' });
  must(status === 200 && Array.isArray((body as Partial<JSONWebKeySet>).keys), 'a 200 with a key set (RFC 7517)', {
    status,
    body,
  });
  return body as JSONWebKeySet;
}

/** `GET /.well-known/jwks.json`: a site may verify tokens offline. */
export const keys: Topic = {
  'the key set contains public keys only': async (context) => {
    const set = await keySet(context);
    must(set.keys.length > 0, 'at least one key', set);
    for (const key of set.keys)
      for (const secret of ['d', 'p', 'q', 'k'])
        must(!(secret in key) && key.kty !== 'oct', 'public keys only', Object.keys(key));
  },

  'a token verifies offline against the key set': async (context) => {
    const set = await keySet(context);
    const { verdict, learner, challenge } = await context.verifiedLearner();
    const checked = await jwtVerify(verdict.token, createLocalJWKSet(set), {
      currentDate: new Date(challenge.time),
      clockTolerance: 120,
    }).catch((error: Error) => error.message);
    must(typeof checked === 'object', 'a token that the published keys verify', checked);
    must(checked.payload.sub === learner.ref, `a subject of ${learner.ref}`, checked.payload);
  },

  'a token carries its id, site and expiry': async ({ verifiedLearner }) => {
    const { token } = (await verifiedLearner()).verdict;
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
      string,
      unknown
    >;
    for (const name of ['jti', 'aud', 'exp', 'iat', 'iss']) must(claims[name] !== undefined, `a claim ${name}`, claims);
    must(Number(claims['exp']) - Number(claims['iat']) <= 3600, 'at most an hour', claims);
  },

  'token ids are unique': async ({ verifiedLearner }) => {
    const ids = [];
    for (const _time of [1, 2])
      ids.push(
        (
          JSON.parse(
            Buffer.from((await verifiedLearner()).verdict.token.split('.')[1] ?? '', 'base64url').toString(),
          ) as {
            jti: string;
          }
        ).jti,
      );
    must(ids[0] !== ids[1], 'two ids', ids);
  },

  'a token names its signing key': async (context) => {
    const set = await keySet(context);
    const { kid } = decodeProtectedHeader((await context.verifiedLearner()).verdict.token);
    must(
      set.keys.some((key) => key.kid === kid),
      `the published key ${kid}`,
      set,
    );
  },

  'a token contains neither name nor phone': async ({ verifiedLearner }) => {
    const { verdict, learner } = await verifiedLearner();
    const text = Buffer.from(verdict.token.split('.')[1] ?? '', 'base64url').toString();
    matches({ name: text.includes(learner.name), phone: text.includes(learner.phone) }, { name: false, phone: false });
  },
};
