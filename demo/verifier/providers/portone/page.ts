import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../http/pages/pages.js';
import { serveFile } from '../../http/static-files.js';
import { over } from '../page-texts.js';
import { RequestNumber } from '../request-number.js';
import type { SiteAtVersion } from '../../sites/directory.js';

/** The only external script on a page of ours, on this page alone (developers.portone.io, "SDK 설치하기"). */
const host = 'https://cdn.portone.io';
/**
 * PortOne documents no content security policy. Its script connects to hosts of `iamport.co` and `iamport.kr`, its
 * former names, according to the policies of other sites; PortOne does not confirm it. The hosts of frames and forms
 * depend on the channel.
 */
const reach = {
  scripts: [host],
  connections: ['https://*.portone.io', 'https://*.iamport.co', 'https://*.iamport.kr'],
  frames: ['https:'],
  forms: ['https:'],
};

/**
 * The page on which PortOne's browser script runs, begun by a press: it opens a window, which browsers allow only then.
 */
export function portonePage(
  app: FastifyInstance,
  siteOf: (number: string) => Promise<Pick<SiteAtVersion, 'privacy' | 'identity'> | undefined>,
  address: string,
): void {
  serveFile(app, '/portone.js', new URL('start.js', import.meta.url));
  app.get('/portone/:number', async (request, reply) => {
    const { number } = RequestNumber.parse(request.params);
    const site = await siteOf(number);
    const script = site?.identity.provider.script;
    if (!script) return sendPage(reply.code(404), 'http/pages/message', { base: app.prefix, ...over });
    const data = {
      ...script,
      privacy: site.privacy,
      number,
      callback: `${address}/identity/return/${number}`,
      sdk: `${host}/v2/browser-sdk.js`,
    };
    return sendPage(reply, 'providers/portone/start', { base: app.prefix, title: '휴대폰 본인확인', ...data }, reach);
  });
}
