/**
 * Sends requests over raw sockets, each after the reply to the last: a client slower than the server would measure
 * itself.
 */
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';

export interface Measured {
  /** Requests a second. */
  rate: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Milliseconds of each request, in order of the replies. */
  times: number[];
  /** The body of the first reply. */
  body: string;
}

/** An HTTP request, ready to be sent. */
export interface Request {
  url: string;
  bytes: Buffer;
}

export const postRequest = (url: string, body: unknown, headers: Record<string, string> = {}): Request => {
  const { pathname, host } = new URL(url);
  const text = JSON.stringify(body);
  const lines = Object.entries({
    host,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  return { url, bytes: Buffer.from(`POST ${pathname} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${text}`) };
};

/** Sends all requests over that many connections, one at a time on each; `accept` checks the body of a reply. */
export async function load(
  requests: Request[],
  connections: number,
  accept: (body: string) => boolean,
): Promise<Measured> {
  const times: number[] = [];
  const bodies: string[] = [];
  let next = 0;
  const started = performance.now();

  const worker = (urls: Request[]) =>
    new Promise<void>((resolve, reject) => {
      const { hostname, port } = new URL(urls[0]!.url);
      const socket = connect(Number(port), hostname).setNoDelay();
      let received = '';
      let sentAt = 0;
      let i = 0;
      const send = () => {
        const request = urls[i++];
        if (!request) return void socket.end(resolve);
        received = '';
        sentAt = performance.now();
        socket.write(request.bytes);
      };
      socket.once('connect', send).once('error', reject);
      socket.on('data', (chunk: Buffer) => {
        received += chunk.toString('latin1');
        const end = received.indexOf('\r\n\r\n');
        if (end < 0) return;
        const length = /content-length: (\d+)/i.exec(received)?.[1];
        if (length === undefined ? !received.endsWith('\r\n0\r\n\r\n') : received.length < end + 4 + Number(length))
          return;
        const body = received.slice(end + 4);
        if (!accept(body)) return void reject(new Error(`unexpected reply: ${received.slice(0, 300)}`));
        times.push(performance.now() - sentAt);
        if (bodies.length === 0) bodies.push(body);
        send();
      });
    });

  const shares = Array.from({ length: connections }, (): Request[] => []);
  for (const request of requests) shares[next++ % connections]!.push(request);
  await Promise.all(shares.filter((share) => share.length > 0).map(worker));
  const rate = (requests.length / (performance.now() - started)) * 1000;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)]!;
  return { rate, p50: at(0.5), p99: at(0.99), times, body: bodies[0]! };
}
