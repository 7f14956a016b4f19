/** A client without manners: it sends what it is given, byte for byte. */
import { request, type IncomingHttpHeaders } from 'node:http';

export interface Shot {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** The answer; `undefined` when the verifier hung up on a body that was too large to listen to. */
export const shoot = (origin: string, { method, path, headers, body }: Shot): Promise<Answer | undefined> =>
  new Promise((resolve, reject) => {
    const sending = request(
      origin + path,
      { method, headers: { ...headers, ...(body.length > 0 && { 'content-length': body.length }) }, agent: false },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () =>
          resolve({ status: reply.statusCode!, headers: reply.headers, text: Buffer.concat(chunks).toString() }),
        );
        reply.on('error', reject);
      },
    );
    sending.on('error', (error: NodeJS.ErrnoException) =>
      body.length > 16 * 1024 && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '')
        ? resolve(undefined)
        : reject(error),
    );
    sending.end(body);
  });
