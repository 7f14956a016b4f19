import type { Case, Topic } from '../case.js';
import { must, read, refused } from '../expect.js';

const json = { 'content-type': 'application/json' };

/** The same body to every address that takes one: it is refused everywhere. */
const everywhere =
  (body: string, headers: Record<string, string>, code: 'bad-request' | 'too-large' = 'bad-request'): Case =>
  async ({ wire, page, asSite }) => {
    for (const path of ['/challenge', '/verify'])
      refused(await wire.send(path, { body, headers: { ...headers, ...page } }), code);
    for (const path of ['/sessions', '/siteverify'])
      refused(await wire.send(path, { body, headers: { ...headers, ...asSite } }), code);
  };

/** Bodies of every kind: what is not the contract's JSON is a problem, never a fault and never a success. */
export const bodies: Topic = {
  'no body': everywhere('', json),
  'half a body': everywhere('{"session":"se_1","token":', json),
  'a page of HTML': everywhere('<!doctype html><title>no</title>', json),
  'a list': everywhere('[]', json),
  null: everywhere('null', json),
  'a bare string': everywhere('"se_1"', json),
  'plain text': everywhere('{"session":"se_1","token":"x"}', { 'content-type': 'text/plain' }),
  'a form': everywhere('session=se_1&token=x', { 'content-type': 'application/x-www-form-urlencoded' }),
  'more than 16 KB': everywhere(
    JSON.stringify({ session: 'se_1', token: 'x', padding: 'x'.repeat(17 * 1024) }),
    json,
    'too-large',
  ),

  '8 KB are taken': async ({ enter, someone }) => {
    must(
      read('SessionReply', await enter(someone().learner, { padding: 'x'.repeat(8 * 1024) })).required,
      'a session',
      undefined,
    );
  },

  'a body nested 7,000 deep is no fault': async ({ wire, page }) => {
    const { status } = await wire.send('/challenge', {
      body: `{"session":"se_nobody","deep":${'['.repeat(7000)}${']'.repeat(7000)}}`,
      headers: { ...json, ...page },
    });
    must(status === 400 || status === 401, '400 or 401', status);
  },

  'a refusal repeats nothing of what was sent': async ({ enter, someone }) => {
    const { body } = await enter({ ...someone().learner, ref: '', birthDate: 'marked-by-the-checker' });
    must(
      (body as { code?: string }).code === 'bad-request' && !JSON.stringify(body).includes('marked-by'),
      'bad-request without what was in the member',
      body,
    );
  },

  'GET is no POST': async ({ wire }) => {
    for (const path of ['/challenge', '/verify', '/sessions', '/siteverify'])
      refused(await wire.send(path, { method: 'GET' }), 'bad-request');
  },

  'an address where nothing is': async ({ wire }) => {
    refused(await wire.post('/nothing-is-here', {}), 'bad-request');
  },
};
