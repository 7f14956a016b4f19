/**
 * A fake of NICE's token API on loopback: access token, crypto token and the encrypted result. Written from the
 * protocol with its own cryptography, independently of our client.
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Clock } from '../../../demo/verifier/domain/clock.js';

/** Names in EUC-KR, as bytes because Node has no encoder for it. */
export const eucKr = { 홍길동: Buffer.from('c8abb1e6b5bf', 'hex'), 김하나: Buffer.from('b1e8c7cfb3aa', 'hex') };

export const niceClient = { clientId: 'client', clientSecret: 'client-secret', productId: '2101979031' };

export interface NiceResult {
  name?: keyof typeof eucKr;
  requestno?: string;
  fields?: Record<string, string>;
}

export async function fakeNice(clock: Clock) {
  const state = { down: false, skew: 0, accessTokens: 0, crypto: 0, garbage: false };
  const issued = new Map<string, { time: string; number: string; value: string }>();

  const server = createServer(async (request, response) => {
    const body = await text(request);
    const answer = (code: string, dataBody: object = {}, status = 200) => {
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ dataHeader: { GW_RSLT_CD: code, GW_RSLT_MSG: '' }, dataBody }));
    };
    if (state.down) return void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
    if (state.garbage) return void response.end('not json');
    if (request.url === '/digital/niceid/oauth/oauth/token') {
      const basic = `Basic ${Buffer.from('client:client-secret').toString('base64')}`;
      const form = new URLSearchParams(body);
      if (request.headers.authorization !== basic || form.get('grant_type') !== 'client_credentials')
        return answer('1300', {}, 401);
      state.accessTokens += 1;
      return answer('1200', { access_token: 'access', token_type: 'bearer', expires_in: '3600', scope: 'default' });
    }
    const [token, seconds, client] = Buffer.from(
      /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '',
      'base64',
    )
      .toString()
      .split(':');
    if (token !== 'access' || client !== 'client' || request.headers['productid'] !== niceClient.productId)
      return answer('1300', {}, 401);
    if (Math.abs(Number(seconds) - (clock.now() + state.skew) / 1000) > 180) return answer('1800');
    const { req_dtim, req_no, enc_mode } = (JSON.parse(body) as { dataBody: Record<string, string> }).dataBody;
    if (!/^\d{14}$/.test(req_dtim ?? '') || !/^[0-9a-f]{1,30}$/.test(req_no ?? '') || enc_mode !== '1')
      return answer('1200', {
        rsp_cd: 'EAPI5001',
        result_cd: '0099',
        site_code: '',
        token_version_id: '',
        token_val: '',
      });
    state.crypto += 1;
    const version = `202603021200-NC${state.crypto}`;
    const value = randomBytes(32).toString('base64');
    issued.set(version, { time: req_dtim!, number: req_no!, value });
    return answer('1200', {
      rsp_cd: 'P000',
      result_cd: '0000',
      site_code: 'SITE01',
      token_version_id: version,
      token_val: value,
      period: 3600,
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const keysOf = (version: string) => {
    const { time, number, value } = issued.get(version)!;
    const b64 = createHash('sha256').update(`${time}${number}${value}`).digest('base64');
    return { key: b64.substring(0, 16), iv: b64.substring(b64.length - 16), hmac: b64.substring(0, 32) };
  };

  return {
    url,
    state,
    /** Decrypts the form that the learner's browser submits. Throws if its signature is invalid. */
    open({ token_version_id: version, enc_data, integrity_value }: Record<string, string>) {
      const { key, iv, hmac } = keysOf(version!);
      if (createHmac('sha256', hmac).update(enc_data!).digest('base64') !== integrity_value)
        throw new Error('integrity');
      const decipher = createDecipheriv('aes-128-cbc', key, iv);
      return JSON.parse(decipher.update(enc_data!, 'base64', 'utf8') + decipher.final('utf8')) as Record<
        string,
        string
      >;
    },
    /** The encrypted form fields with which NICE returns this person's result. */
    result(version: string, requestno: string, { name = '홍길동', fields = {} }: NiceResult = {}) {
      const { key, iv, hmac } = keysOf(version);
      const rest = {
        resultcode: '0000',
        requestno,
        responseno: 'RES-1',
        birthdate: '19900101',
        mobileno: '01000001234',
        di: 'D'.repeat(64),
        ci: 'C'.repeat(88),
        ...fields,
      };
      const json = Buffer.concat([
        Buffer.from('{"name":"'),
        eucKr[name],
        Buffer.from(`",${JSON.stringify(rest).slice(1)}`),
      ]);
      const cipher = createCipheriv('aes-128-cbc', key, iv);
      const enc_data = Buffer.concat([cipher.update(json), cipher.final()]).toString('base64');
      return {
        token_version_id: version,
        enc_data,
        integrity_value: createHmac('sha256', hmac).update(enc_data).digest('base64'),
      };
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
