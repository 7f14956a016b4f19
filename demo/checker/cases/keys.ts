import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import type { Topic } from '../case.js';
import { must, mustBeUnguessable, textsOf } from '../expect.js';
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
    const { token, expiresIn } = (await verifiedLearner()).verdict;
    const claims = decodeJwt(token);
    for (const name of ['jti', 'aud', 'exp', 'iat', 'iss']) must(claims[name] !== undefined, `a claim ${name}`, claims);
    must(Math.abs(claims.exp! - claims.iat! - expiresIn) <= 1, `exp ${expiresIn} s after iat`, claims);
  },

  'token ids are unique and do not follow from each other': async ({ verifiedLearner }) => {
    const ids = [];
    for (const _time of [1, 2]) ids.push(String(decodeJwt((await verifiedLearner()).verdict.token).jti));
    mustBeUnguessable(ids);
  },

  'each site has an audience of its own': async ({ verifiedLearner, tokenOfOtherSite }) => {
    const theirs = decodeJwt(await tokenOfOtherSite()).aud;
    const ours = decodeJwt((await verifiedLearner()).verdict.token).aud;
    must(ours !== undefined && String(ours) !== String(theirs), 'another audience than the other site’s', {
      ours,
      theirs,
    });
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
    const claims = decodeJwt(verdict.token);
    const digits = learner.phone.replace(/\D/g, '');
    const personal = textsOf(claims).filter(
      (text) => text.includes(learner.name) || text.replace(/\D/g, '').includes(digits),
    );
    must(personal.length === 0, 'claims without name and phone', claims);
  },
};
