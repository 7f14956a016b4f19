import { z } from 'zod';
import { isFresh, type Clock } from '../../domain/clock.js';

export interface NiceSettings {
  clientId: string;
  clientSecret: string;
  productId: string;
  /** Base URL of NICE's API, e.g. `https://svc.niceapi.co.kr:22001`. */
  api: string;
  /** The target of the learner's form. */
  form: string;
}

/** A token from which the keys of one check are derived. */
export interface CryptoToken {
  siteCode: string;
  version: string;
  value: string;
}

const Header = z.object({ GW_RSLT_CD: z.string() });
const Access = z.object({
  dataHeader: Header,
  dataBody: z.object({ access_token: z.string().min(1), expires_in: z.coerce.number() }),
});
const Crypto = z.object({
  dataHeader: Header,
  dataBody: z.object({
    rsp_cd: z.string(),
    result_cd: z.string(),
    site_code: z.string(),
    token_version_id: z.string(),
    token_val: z.string(),
  }),
});

const timeoutMs = 10_000; // milliseconds
const granted = '1200';

/** Fetches NICE's tokens: the access token, cached while it is valid, and a crypto token for each check. */
export function niceTokens(
  { clientId, clientSecret, productId, api }: NiceSettings,
  clock: Clock,
): (requestTime: string, requestNumber: string) => Promise<CryptoToken> {
  let access: { token: string; at: number; lifetimeMs: number } | undefined;

  async function post(path: string, headers: Record<string, string>, body: string): Promise<unknown> {
    const reply = await fetch(`${api}${path}`, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer: unknown = await reply.json();
    const code = z.object({ dataHeader: Header }).safeParse(answer).data?.dataHeader.GW_RSLT_CD;
    // 1800: the clocks differ by more than three minutes
    if (!reply.ok || code !== granted)
      throw new Error(
        `NICE answered ${reply.status}, code ${code ?? 'none'}${code === '1800' ? ': set this server’s clock' : ''}`,
      );
    return answer;
  }

  async function accessToken(): Promise<string> {
    if (access && isFresh(access.at, clock.now(), access.lifetimeMs)) return access.token;
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const form = new URLSearchParams({ grant_type: 'client_credentials', scope: 'default' });
    const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    const { dataBody } = Access.parse(await post('/digital/niceid/oauth/oauth/token', headers, form.toString()));
    access = { token: dataBody.access_token, at: clock.now(), lifetimeMs: dataBody.expires_in * 1000 };
    return access.token;
  }

  return async (requestTime, requestNumber) => {
    const seconds = Math.floor(clock.now() / 1000);
    const bearer = Buffer.from(`${await accessToken()}:${seconds}:${clientId}`).toString('base64');
    const headers = {
      authorization: `bearer ${bearer}`,
      productid: productId,
      'content-type': 'application/json; charset=utf-8',
    };
    const body = {
      dataHeader: { CNTY_CD: 'ko' },
      dataBody: { req_dtim: requestTime, req_no: requestNumber, enc_mode: '1' },
    };
    const { dataBody } = Crypto.parse(
      await post('/digital/niceid/api/v1.0/common/crypto/token', headers, JSON.stringify(body)),
    );
    if (dataBody.rsp_cd !== 'P000' || dataBody.result_cd !== '0000')
      throw new Error(`NICE gave no crypto token: ${dataBody.rsp_cd} ${dataBody.result_cd}`);
    return { siteCode: dataBody.site_code, version: dataBody.token_version_id, value: dataBody.token_val };
  };
}
