import type { Topic } from '../case.js';
import { must } from '../expect.js';
import type { World } from '../world.js';

const allowed = (headers: Headers) => headers.get('access-control-allow-origin');

async function preflight({ wire }: World, path: string, origin: string) {
  const headers = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
  const reply = await wire.send(path, { method: 'OPTIONS', headers });
  // a server that fails allows nothing either, and proves nothing by it
  must(reply.status < 500, `${path}: a preflight that is answered`, reply.status);
  return reply;
}

/** What browsers ask before a page may post (Fetch standard, CORS protocol). */
export const preflights: Topic = {
  'a page of the site may post JSON to both addresses': async (world) => {
    for (const path of ['/challenge', '/verify']) {
      const { status, headers } = await preflight(world, path, world.origin);
      const list = (name: string) => (headers.get(name) ?? '').toLowerCase().split(/\s*,\s*/);
      const yes =
        status >= 200 &&
        status < 300 &&
        allowed(headers) === world.origin &&
        list('access-control-allow-headers').includes('content-type');
      must(yes, `${path}: 2xx, allow-origin ${world.origin}, allow-headers content-type`, {
        status,
        headers: Object.fromEntries(headers),
      });
    }
  },

  'a page of another site may not': async (world) => {
    for (const path of ['/challenge', '/verify']) {
      const { headers } = await preflight(world, path, 'https://stranger.example');
      must(
        ![`*`, 'https://stranger.example'].includes(allowed(headers) ?? ''),
        `${path}: no allow-origin`,
        allowed(headers),
      );
    }
  },

  'no page sends cookies': async (world) => {
    const { headers } = await preflight(world, '/challenge', world.origin);
    must(
      headers.get('access-control-allow-credentials') === null,
      'no allow-credentials',
      headers.get('access-control-allow-credentials'),
    );
  },

  'the page can read what it is answered': async (world) => {
    const { headers } = await world.ask(await world.session(world.someone().learner));
    must(allowed(headers) === world.origin, `allow-origin ${world.origin}`, allowed(headers));
  },

  'the page can read what went wrong': async (world) => {
    for (const { headers } of [await world.ask('se_nobody'), await world.wire.post('/verify', {}, world.page)])
      must(allowed(headers) === world.origin, `allow-origin ${world.origin}`, allowed(headers));
  },

  'no page may call what is for sites’ servers': async (world) => {
    for (const path of ['/sessions', '/siteverify']) {
      const { headers } = await preflight(world, path, world.origin);
      must(allowed(headers) === null, `${path}: no allow-origin`, allowed(headers));
    }
  },
};
