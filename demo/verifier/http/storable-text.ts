import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.js';

/** U+0000, which PostgreSQL does not keep (its manual, §8.3), and half of a surrogate pair, which is no text (RFC 7493 §2.1). */
const unstorable = /[\0\p{Surrogate}]/u;

/** Refuses text that not every store keeps as it is, wherever it stands in a request, before anything is done with it. */
export function refuseUnstorableText(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ body, query, params }) => {
    for (const part of [body, query, params]) {
      const where = findUnstorable(part);
      if (where !== undefined)
        throw new Problem('bad-request', 'A text holds U+0000 or half of a surrogate pair', {
          detail: `${where}: must be text that can be kept`,
        });
    }
  });
}

/** The member whose text, or the name of whose member, is not to be kept. Without recursion: a body may be nested deeper than the stack. */
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
