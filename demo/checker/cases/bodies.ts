import type { Case, Topic } from '../case.js';
import { must, read, refused } from '../expect.js';

const json = { 'content-type': 'application/json' };

/** Sends the body to all four endpoints; each must refuse it. */
const everywhere =
  (body: string, headers: Record<string, string>, code: 'bad-request' | 'too-large' = 'bad-request'): Case =>
  async ({ wire, pageHeaders, siteHeaders }) => {
    for (const path of ['/challenge', '/verify'])
      refused(await wire.send(path, { body, headers: { ...headers, ...pageHeaders } }), code);
    for (const path of ['/sessions', '/siteverify'])
      refused(await wire.send(path, { body, headers: { ...headers, ...siteHeaders } }), code);
  };

/** A body other than the contract's JSON leads to a problem, never to a server error or a success. */
export const bodies: Topic = {
  'an empty body': everywhere('', json),
  'truncated JSON': everywhere('{"session":"se_1","token":', json),
  HTML: everywhere('<!doctype html><title>no</title>', json),
  'an array': everywhere('[]', json),
  null: everywhere('null', json),
  'a string': everywhere('"se_1"', json),
  'text/plain': everywhere('{"session":"se_1","token":"x"}', { 'content-type': 'text/plain' }),
  'a URL-encoded form': everywhere('session=se_1&token=x', { 'content-type': 'application/x-www-form-urlencoded' }),
  'more than 16 KB': everywhere(
    JSON.stringify({ session: 'se_1', token: 'x', padding: 'x'.repeat(17 * 1024) }),
    json,
    'too-large',
  ),

  'a charset of UTF-8 is accepted': async ({ wire, siteHeaders, nextLearner, checkpoint }) => {
    const headers = { 'content-type': 'application/json; charset=utf-8', ...siteHeaders };
    const body = JSON.stringify({ learner: nextLearner().learner, checkpoint });
    must(read('SessionReply', await wire.send('/sessions', { body, headers })).required, 'a session', undefined);
  },

  'a body of 8 KB is accepted': async ({ postSession, nextLearner }) => {
    must(
      read('SessionReply', await postSession(nextLearner().learner, { padding: 'x'.repeat(8 * 1024) })).required,
      'a session',
      undefined,
    );
  },

  'a body nested 7,000 levels deep is no server error': async ({ wire, pageHeaders }) => {
    const { status } = await wire.send('/challenge', {
      body: `{"session":"se_made_up","deep":${'['.repeat(7000)}${']'.repeat(7000)}}`,
      headers: { ...json, ...pageHeaders },
    });
    must(status === 400 || status === 401, '400 or 401', status);
  },

  'a problem does not echo the request': async ({ postSession, nextLearner }) => {
    const { body } = await postSession({ ...nextLearner().learner, ref: '', birthDate: 'marked-by-the-checker' });
    must(
      (body as { code?: string }).code === 'bad-request' && !JSON.stringify(body).includes('marked-by'),
      'bad-request without what was in the member',
      body,
    );
  },

  'GET is refused': async ({ wire }) => {
    for (const path of ['/challenge', '/verify', '/sessions', '/siteverify'])
      refused(await wire.send(path, { method: 'GET' }), 'bad-request');
  },

  'an unknown path is refused': async ({ wire }) => {
    refused(await wire.post('/nothing-is-here', {}), 'bad-request', 'unknown-challenge');
  },
};
