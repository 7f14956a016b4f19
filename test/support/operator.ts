/**
 * An operator of a training site: logs in to the verifier's page and views evidence. Keeps the cookie as a browser
 * does.
 */
import { runCommand } from '../../demo/verifier/cli/command-line.js';
import { operatorCommands } from '../../demo/verifier/cli/operator-command.js';
import type { TestVerifier } from './verifier.js';

export interface Page {
  status: number;
  headers: Headers;
  html: string;
  /** The text of the table of attempts, a row each. */
  rows: string[][];
}

/** Makes an operator of a site and answers their secret. */
export async function newOperator(
  { store, vault, clock }: Pick<TestVerifier, 'store' | 'vault' | 'clock'>,
  site = 'site',
  name = '김운영',
) {
  return (
    await runCommand(operatorCommands, ['add', site, '--name', name], {
      store,
      vault: async () => vault,
      now: clock.now(),
    })
  ).text
    .split('\n')
    .at(-1)!;
}

export function operatorBrowser({ url }: Pick<TestVerifier, 'url'>, language = 'ko-KR,ko;q=0.9,en;q=0.8') {
  let cookie = '';
  const addresses: string[] = [];

  async function go(
    path: string,
    fields?: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Page> {
    const address = `${url}/operator${path}`;
    addresses.push(address);
    const body = fields && new URLSearchParams(fields);
    const reply = await fetch(address, {
      method: body ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie, 'accept-language': language, ...headers },
      ...(body && { body }),
    });
    const set = reply.headers.get('set-cookie');
    if (set !== null) cookie = set.split(';')[0]!;
    const html = Buffer.from(await reply.arrayBuffer()).toString(); // with its byte order mark
    return { status: reply.status, headers: reply.headers, html, rows: rowsOf(html) };
  }

  return {
    go,
    /** Every address so far. */
    addresses,
    logsIn: (secret: string) => go('/login', { secret }),
    logsOut: () => go('/logout', {}),
    opens: () => go(''),
    /** All evidence unless `fields` say otherwise. */
    searches: (fields: Record<string, string> = {}) => go('', fields),
    downloads: (format: 'csv' | 'json', fields: Record<string, string> = {}) => go('/download', { ...fields, format }),
    proves: () => go('/proof', {}),
    /** The cookie that the browser would send. */
    cookie: () => cookie,
    /** Another browser with a stolen cookie. */
    takes: (other: string) => void (cookie = other),
  };
}

const attempts = /id="attempts"[^]*?<tbody[^>]*>([^]*?)<\/tbody>/;
const rowsOf = (html: string) =>
  [...(attempts.exec(html)?.[1] ?? '').matchAll(/<tr[^>]*>(.*?)<\/tr>/g)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) => cell!),
  );
