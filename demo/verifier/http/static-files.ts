import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** The content type of a style sheet, a script or a text by the name of its file. */
export const contentTypeOf = (name: string): string => types[extname(name)]!;

/**
 * Serves a style sheet or a script, read once at start, at `path` below the server's prefix; caches keep it for five
 * minutes.
 */
export function serveFile(app: FastifyInstance, path: string, file: URL | string): void {
  const name = typeof file === 'string' ? file : fileURLToPath(file);
  const text = readFileSync(name, 'utf8');
  const type = contentTypeOf(name);
  app.get(path, async (_request, reply) => reply.type(type).header('cache-control', 'public, max-age=300').send(text));
}
