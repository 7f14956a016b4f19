import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.js';

/** U+0000, which PostgreSQL cannot store (its manual, §8.3), and unpaired surrogates (RFC 7493 §2.1). */
const unstorable = /[\0\p{Surrogate}]/u;

/** Rejects requests with text that not every store can keep unchanged, in body, query or path. */
export function refuseUnstorableText(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ body, query, params }) => {
    for (const part of [body, query, params]) {
      const where = findText(part, unstorable);
      if (where !== undefined)
        throw new Problem('bad-request', 'A text contains U+0000 or an unpaired surrogate', {
          detail: `${where}: must be text that every database can store`,
        });
    }
  });
}

/**
 * Rejects bodies that say that they are in another encoding than UTF-8 (RFC 8259 §8.1): read as UTF-8, their names would
 * be others.
 */
export function refuseOtherCharsets(app: FastifyInstance): void {
  app.addHook('preParsing', async ({ headers }) => {
    const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(headers['content-type'] ?? '')?.[1];
    if (charset !== undefined && !/^utf-?8$/i.test(charset))
      throw new Problem('bad-request', 'The body must be encoded in UTF-8', { detail: 'Content-Type: charset' });
  });
}

/** U+FFFD stands where bytes were not valid UTF-8: the sender's text is in another encoding, or was damaged before. */
const replaced = /\ufffd/u;

/** Rejects a site's text that is not valid UTF-8. @throws Problem 400 whose detail names the member and the encoding */
export function refuseOtherEncodings(body: unknown): void {
  const where = findText(body, replaced);
  if (where !== undefined)
    throw new Problem('bad-request', 'A text is not valid UTF-8', {
      detail: `${where}: invalid UTF-8 or U+FFFD; the body must be encoded in UTF-8, so convert text from EUC-KR before sending`,
    });
}

/**
 * The path of the first member whose text or name matches. Iterative, because a body may be nested deeper than the stack.
 */
function findText(part: unknown, pattern: RegExp): string | undefined {
  const waiting: { where: string; value: unknown }[] = [{ where: '', value: part }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { where, value } = next;
    const named = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    if ([typeof value === 'string' ? value : '', ...named.map(([name]) => name)].some((text) => pattern.test(text)))
      return where || 'body';
    for (const [name, inner] of named) waiting.push({ where: where === '' ? name : `${where}.${name}`, value: inner });
  }
  return undefined;
}
