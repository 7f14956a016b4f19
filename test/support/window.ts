/** A learner's window on the verifier's own pages, without a browser: follows redirects, fills in forms. */
import assert from 'node:assert/strict';

interface Form {
  action: string;
  fields: Record<string, string>;
}

export interface Page {
  status: number;
  address: string;
  headers: Headers;
  html: string;
  title: string;
  forms: Form[];
}

const unescaped = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
const attribute = (tag: string, name: string) => unescaped(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '');

function formsOf(html: string): Form[] {
  return [...html.matchAll(/<form[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => ({
    action: attribute(form, 'action'),
    fields: Object.fromEntries(
      [...form.matchAll(/<input[^>]*>/g)]
        .filter(([tag]) => !tag.includes('type="radio"') || tag.includes(' checked'))
        .map(([tag]) => [attribute(tag, 'name'), attribute(tag, 'value')]),
    ),
  }));
}

/** `known` says where a host of the tests really listens. */
export function openWindow(known: Record<string, string>) {
  const real = (address: string) =>
    Object.entries(known).reduce(
      (text, [from, to]) => (text.startsWith(from) ? to + text.slice(from.length) : text),
      address,
    );

  /** Goes to an address and wherever it leads to. */
  async function go(address: string, init: RequestInit = {}): Promise<Page> {
    const reply = await fetch(real(address), { ...init, redirect: 'manual' });
    const next = reply.headers.get('location');
    if (next !== null) await reply.body?.cancel();
    // 307 says: the same again, form and all
    if (next !== null) return go(new URL(next, real(address)).href, reply.status === 307 ? init : {});
    const html = await reply.text();
    return {
      status: reply.status,
      address: real(address),
      headers: reply.headers,
      html,
      title: /<h1>([^<]*)/.exec(html)?.[1] ?? '',
      forms: formsOf(html),
    };
  }

  return {
    go,
    /** Sends one of a page's forms with these fields changed. */
    send(page: Page, changes: Record<string, string> = {}, which = 0): Promise<Page> {
      const form = page.forms[which];
      assert(form, `no form ${which} on ${page.title}`);
      const body = new URLSearchParams({ ...form.fields, ...changes });
      return go(new URL(form.action, page.address).href, { method: 'POST', body });
    },
  };
}
