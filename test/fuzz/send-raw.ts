/** An HTTP client that sends requests byte for byte. */
import { request, type IncomingHttpHeaders } from 'node:http';

export interface RawRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

export interface RawReply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** The reply; `undefined` when the verifier closed the connection on a body that is too large. */
export const sendRaw = (origin: string, { method, path, headers, body }: RawRequest): Promise<RawReply | undefined> =>
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
