/**
 * A site and a verifier that reply in rounds. A round is one round trip: all replies that are due leave together, once
 * the page has sent everything that it can send without them. So the number of rounds is the length of the longest chain
 * of requests that wait for each other, however fast the machine is.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
/** How long a page that sends nothing is taken to wait for replies, in milliseconds. */
const quietMs = 400;
/** Rounds until a new connection to the verifier carries a request: TCP and TLS 1.3. */
const connectionRounds = 2;
const maxRounds = 30;

export const preview = {
  method: 'motp',
  params: { digits: 6, period: 60 },
  offers: ['motp', 'phone'],
  checkpoint: { kind: 'lesson', number: 9 },
  attemptsLeft: 5,
};
export const challenge = {
  ...preview,
  status: 'challenge',
  id: 'ch_1',
  learner: { name: '홍길동', phone: '010-0000-1234' },
  expiresIn: 300,
  time: Date.now(),
};
export interface Script {
  preview: object | undefined;
  challenge: object;
}
interface Received {
  /** Whether the reply has left. */
  replied?: true;
  method: string;
  path: string;
  body: any;
}
type Send = () => unknown;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function openRounds(script: Script) {
  const received: Received[] = [];
  const held: { due: number; send: Send }[] = [];
  let holding = false;
  let round = 0;
  let lastAt = 0;
  let connectedAt: number | undefined;

  const listen = async (answer: (one: Received, reply: ServerResponse) => Send, earliest: () => number) => {
    const server = createServer(async (request: IncomingMessage, reply) => {
      let text = '';
      for await (const part of request) text += part;
      const path = request.url!.split('?')[0]!;
      const one: Received = { method: request.method!, path, body: text && (JSON.parse(text) as object) };
      const answered = answer(one, reply);
      const send = () => {
        one.replied = true;
        answered();
      };
      if (path === '/favicon.ico') return send();
      received.push(one);
      lastAt = Date.now();
      if (holding) held.push({ due: Math.max(round, earliest()) + 1, send });
      else send();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  };
  const address = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const json =
    (reply: ServerResponse, body: object, headers = {}) =>
    () =>
      reply
        .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers })
        .end(JSON.stringify(body));

  const verifier = await listen(
    ({ method, path }, reply) => {
      const cors = {
        'access-control-allow-origin': address(site),
        'access-control-allow-headers': 'content-type',
        'access-control-allow-methods': 'POST',
        'access-control-max-age': '600',
      };
      if (method !== 'POST') return () => reply.writeHead(204, cors).end();
      const verified = { status: 'verified', token: 'a.b.c', method: 'motp', expiresIn: 300 };
      return json(reply, path === '/v1/challenge' ? script.challenge : verified, cors);
    },
    () => (connectedAt ?? round) + connectionRounds,
  );
  verifier.on('connection', () => {
    lastAt = Date.now();
    connectedAt ??= holding ? round : -connectionRounds;
  });
  const page = (title: string, body = '') =>
    `<!doctype html><html lang="ko"><meta charset="utf-8"><title>${title}</title>${body}`;
  const site: Server = await listen(
    ({ method, path }, reply) => {
      const send = (type: string, body: string | Buffer) => () =>
        reply.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'max-age=600' }).end(body);
      if (path === '/gate/lesson/9')
        return method === 'GET'
          ? json(reply, { required: true, session: 'se_1', preview: script.preview })
          : () => reply.writeHead(204).end();
      if (path === '/lesson/9') return send('text/html', page('in'));
      if (existsSync(dist + path) && path.endsWith('.js')) return send('text/javascript', readFileSync(dist + path));
      const tag = `<script src="/loader.js" data-verifier="${address(verifier)}/v1" async></script>`;
      return send(
        'text/html',
        page('course', `${tag}<a href="/lesson/9" data-mo-otp-gate="/gate/lesson/9">수강하기</a>`),
      );
    },
    () => 0,
  );

  /** Waits until the page has nothing left to send. */
  async function quiet() {
    lastAt = Date.now();
    while (Date.now() < lastAt + quietMs) await pause(20);
  }
  function next() {
    round++;
    const due = held.filter((one) => one.due <= round);
    held.splice(0, Infinity, ...held.filter((one) => one.due > round));
    for (const { send } of due) send();
    return due.length > 0;
  }

  return {
    site: address(site),
    received,
    /** Whether the learner is on the gated page. */
    entered: () => received.some(({ path, replied }) => path === '/lesson/9' && replied),
    /** Holds all replies from now on, and counts rounds from 0. */
    hold() {
      holding = true;
      round = 0;
    },
    restart() {
      // a connection stays open
      round = 0;
      connectedAt = -connectionRounds;
    },
    /** Replies in rounds until the condition holds; the number of rounds. */
    async until(holds: () => unknown): Promise<number> {
      for (await quiet(); !(await holds());) {
        if (round >= maxRounds) throw new Error(`not in ${maxRounds} rounds: ${JSON.stringify(received)}`);
        if (next()) await quiet();
      }
      return round;
    },
    /** Replies to everything. */
    async settled() {
      for (await quiet(); held.length > 0;) if (next()) await quiet();
    },
    close() {
      for (const server of [site, verifier]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
