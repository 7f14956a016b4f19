/** One loopback server for all contenders: brotli 11, compressed once; a fake verifier; a record of the requests. */
import { createServer } from 'node:http';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { blank, buildFloor, contenders, folders, type Contender } from './contenders.js';

const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

const question = () => ({
  status: 'challenge',
  id: 'ch_1',
  method: 'motp',
  params: { digits: 6, period: 60 },
  offers: ['motp', 'phone'],
  checkpoint: { kind: 'lesson', number: 9, title: '9차시' },
  learner: { name: '홍길동', phone: '010-0000-1234' },
  attemptsLeft: 5,
  expiresIn: 300,
  time: Date.now(),
  help: { phone: '02-000-0000' },
});
/** Replies of the fake verifier. */
const answers: Record<string, () => object> = {
  '/v1/challenge': question,
  '/v1/verify': () => ({ status: 'verified', token: 'signed.by.verifier', method: 'motp', expiresIn: 300 }),
};

export interface Fetched {
  path: string;
  bytes: number;
}

/** `more` contenders with scripts of their own, by path. */
export async function serve(more: Contender[] = [], scripts = new Map<string, Buffer>()) {
  const floor = await buildFloor();
  const packed = new Map<string, Buffer>();
  // read at the start, so that a later build changes nothing
  for (const name of readdirSync(folders['ours']!))
    if (name.endsWith('.js'))
      packed.set(`/ours/${name}`, brotliCompressSync(readFileSync(join(folders['ours']!, name))));
  const pages = new Map(
    [blank, ...contenders, ...more].map((one) => [
      `/page/${encodeURIComponent(one.name)}`,
      `<!doctype html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>강의</title>${one.head}<h1>9차시</h1><p>학습을 시작합니다.</p>${one.body ?? ''}<p>확인한 뒤에 이어집니다.</p>`,
    ]),
  );
  const fetched: Fetched[] = [];

  function file(path: string): Buffer | undefined {
    const ready = packed.get(path);
    if (ready) return ready;
    const [, folder, ...rest] = path.split('/') as [string, string, ...string[]];
    const where = folders[folder] && join(folders[folder], ...rest);
    const content =
      scripts.get(path) ?? floor.get(path) ?? (where && existsSync(where) ? readFileSync(where) : undefined);
    if (!content) return undefined;
    packed.set(path, brotliCompressSync(content));
    return packed.get(path);
  }

  const server = createServer((request, reply) => {
    const path = new URL(request.url!, 'http://loopback').pathname;
    const page = pages.get(path);
    if (page) return reply.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    const answer = answers[path];
    const body = answer ? Buffer.from(JSON.stringify(answer())) : file(path);
    fetched.push({ path, bytes: body?.length ?? 0 });
    if (!body) return reply.writeHead(404).end();
    const type = answer ? 'application/json' : (types[extname(path)] ?? 'application/octet-stream');
    reply
      .writeHead(200, {
        'content-type': type,
        'content-length': body.length,
        ...(!answer && { 'content-encoding': 'br' }),
      })
      .end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The requests since the last call. */
    taken: () => fetched.splice(0),
    close: () => void server.close(),
  };
}
