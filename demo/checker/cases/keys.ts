import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import type { Topic } from '../case.js';
import { matches, must } from '../expect.js';
import type { World } from '../world.js';

async function keySet({ wire }: World): Promise<JSONWebKeySet> {
  const { status, body } = await wire.send('/.well-known/jwks.json', { method: 'GET' });
  must(status === 200 && Array.isArray((body as Partial<JSONWebKeySet>).keys), 'a 200 with a key set (RFC 7517)', {
    status,
    body,
  });
  return body as JSONWebKeySet;
}

/** `GET /.well-known/jwks.json`: a site may check tokens by itself. */
export const keys: Topic = {
  'they are public, and nothing private is among them': async (world) => {
    const set = await keySet(world);
    must(set.keys.length > 0, 'a key at least', set);
    for (const key of set.keys)
      for (const secret of ['d', 'p', 'q', 'k'])
        must(!(secret in key) && key.kty !== 'oct', 'public keys alone', Object.keys(key));
  },

  'a token can be checked with them alone': async (world) => {
    const set = await keySet(world);
    const { verdict, learner, question } = await world.verified();
    const checked = await jwtVerify(verdict.token, createLocalJWKSet(set), {
      currentDate: new Date(question.time),
      clockTolerance: 120,
    }).catch((error: Error) => error.message);
    must(typeof checked === 'object', 'a token that the published keys verify', checked);
    must(checked.payload.sub === learner.ref, `a subject of ${learner.ref}`, checked.payload);
  },

  'a token names its id, its site and its end': async ({ verified }) => {
    const { token } = (await verified()).verdict;
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
      string,
      unknown
    >;
    for (const name of ['jti', 'aud', 'exp', 'iat', 'iss']) must(claims[name] !== undefined, `a claim ${name}`, claims);
    must(Number(claims['exp']) - Number(claims['iat']) <= 3600, 'an hour at most', claims);
  },

  'every token has an id of its own': async ({ verified }) => {
    const ids = [];
    for (const _time of [1, 2])
      ids.push(
        (
          JSON.parse(Buffer.from((await verified()).verdict.token.split('.')[1] ?? '', 'base64url').toString()) as {
            jti: string;
          }
        ).jti,
      );
    must(ids[0] !== ids[1], 'two ids', ids);
  },

  'a token names the key that signed it': async (world) => {
    const set = await keySet(world);
    const { kid } = decodeProtectedHeader((await world.verified()).verdict.token);
    must(
      set.keys.some((key) => key.kid === kid),
      `the published key ${kid}`,
      set,
    );
  },

  'a token holds neither name nor phone': async ({ verified }) => {
    const { verdict, learner } = await verified();
    const text = Buffer.from(verdict.token.split('.')[1] ?? '', 'base64url').toString();
    matches({ name: text.includes(learner.name), phone: text.includes(learner.phone) }, { name: false, phone: false });
  },
};
