import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.js';

/** U+0000, which PostgreSQL cannot store (its manual, §8.3), and unpaired surrogates (RFC 7493 §2.1). */
const unstorable = /[\0\p{Surrogate}]/u;

/** Rejects requests with text that not every store can keep unchanged, in body, query or path. */
export function refuseUnstorableText(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ body, query, params }) => {
    for (const part of [body, query, params]) {
      const where = findUnstorable(part);
      if (where !== undefined)
        throw new Problem('bad-request', 'A text contains U+0000 or an unpaired surrogate', {
          detail: `${where}: must be text that every database can store`,
        });
    }
  });
}

/**
 * The path of the first member with such a text or name. Iterative, because a body may be nested deeper than the stack.
 */
function findUnstorable(part: unknown): string | undefined {
  const waiting: { where: string; value: unknown }[] = [{ where: '', value: part }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { where, value } = next;
    const named = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    if ([typeof value === 'string' ? value : '', ...named.map(([name]) => name)].some((text) => unstorable.test(text)))
      return where || 'body';
    for (const [name, inner] of named) waiting.push({ where: where === '' ? name : `${where}.${name}`, value: inner });
  }
  return undefined;
}
