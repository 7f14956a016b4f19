import type { Topic } from '../case.js';
import { CaseSkipped } from '../errors.js';
import { must, read } from '../expect.js';
import type { TestContext } from '../test-context.js';

const allowed = (headers: Headers) => headers.get('access-control-allow-origin');

async function preflight({ wire }: TestContext, path: string, origin: string) {
  const headers = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
  const reply = await wire.send(path, { method: 'OPTIONS', headers });
  // a server error allows nothing either, but proves nothing
  must(reply.status < 500, `${path}: an answered preflight`, reply.status);
  return reply;
}

/** CORS preflights (Fetch standard) and the headers of replies to pages. */
export const preflights: Topic = {
  'the site’s pages may post JSON': async (context) => {
    for (const path of ['/challenge', '/verify']) {
      const { status, headers } = await preflight(context, path, context.origin);
      const list = (name: string) => (headers.get(name) ?? '').toLowerCase().split(/\s*,\s*/);
      const yes =
        status >= 200 &&
        status < 300 &&
        allowed(headers) === context.origin &&
        // without credentials `*` names every header (Fetch standard, HTTP new-header syntax)
        list('access-control-allow-headers').some((name) => name === 'content-type' || name === '*');
      must(yes, `${path}: 2xx, allow-origin ${context.origin}, allow-headers content-type`, {
        status,
        headers: Object.fromEntries(headers),
      });
    }
  },

  'pages of other origins may not': async (context) => {
    for (const path of ['/challenge', '/verify']) {
      const { headers } = await preflight(context, path, 'https://stranger.example');
      must(
        ![`*`, 'https://stranger.example'].includes(allowed(headers) ?? ''),
        `${path}: no allow-origin`,
        allowed(headers),
      );
    }
  },

  'credentials are not allowed': async (context) => {
    const { headers } = await preflight(context, '/challenge', context.origin);
    must(
      headers.get('access-control-allow-credentials') === null,
      'no allow-credentials',
      headers.get('access-control-allow-credentials'),
    );
  },

  'the page can read replies': async (context) => {
    const { headers } = await context.postChallenge(await context.openSession(context.nextLearner().learner));
    must(allowed(headers) === context.origin, `allow-origin ${context.origin}`, allowed(headers));
  },

  'the page can read verdicts': async ({ learnerAtGate, postVerify, origin }) => {
    const { person, challenge } = await learnerAtGate();
    for (const code of [...person.wrongCodes(challenge, 1), await person.rightCode(challenge)]) {
      const { headers } = await postVerify(challenge.id, code);
      must(allowed(headers) === origin, `allow-origin ${origin}`, allowed(headers));
    }
  },

  'the page can read problems': async (context) => {
    for (const { headers } of [
      await context.postChallenge('se_made_up'),
      await context.wire.post('/verify', {}, context.pageHeaders),
    ])
      must(allowed(headers) === context.origin, `allow-origin ${context.origin}`, allowed(headers));
  },

  'after a preview a page may make the preflight of its answer early': async (context) => {
    const { postSession, nextLearner, wire, pageHeaders, origin } = context;
    const reply = read('SessionReply', await postSession(nextLearner().learner));
    if (!reply.required || !reply.preview) throw new CaseSkipped('needs a verifier that sends a preview');
    const headers = { ...pageHeaders, 'content-type': 'application/json' };
    const { status, headers: received } = await wire.send('/verify', { method: 'GET', headers });
    must(status === 204 && allowed(received) === origin, `GET /verify: 204, allow-origin ${origin}`, {
      status,
      headers: Object.fromEntries(received),
    });
  },

  'pages may not call the site’s endpoints': async (context) => {
    for (const path of ['/sessions', '/siteverify']) {
      const { headers } = await preflight(context, path, context.origin);
      must(allowed(headers) === null, `${path}: no allow-origin`, allowed(headers));
    }
  },
};
