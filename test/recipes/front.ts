/** The address of the verifier that a site knows, while each story answers there with something of its own. */
import { createServer, request as forward, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Front {
  /** With the version, as VERIFIER_URL. */
  url: string;
  /** Replies from now on; `undefined`: nothing listens there. */
  become(reply: RequestListener | undefined): Promise<void>;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1. */
export async function openFront(): Promise<Front> {
  let port = 0;
  let server: Server | undefined;
  async function become(reply: RequestListener | undefined) {
    server?.closeAllConnections();
    await new Promise((closed) => (server ? server.close(closed) : closed(undefined)));
    server = reply && createServer(reply);
    if (server) await new Promise<void>((listening) => server!.listen(port, '127.0.0.1', listening));
  }
  await become((_request, reply) => reply.writeHead(503).end());
  ({ port } = server!.address() as AddressInfo);
  return { url: `http://127.0.0.1:${port}/v1`, become, close: () => become(undefined) };
}

/** Passes everything on to the verifier at `url`; where that is down, the connection breaks. */
export const passOn =
  (url: string): RequestListener =>
  (request, reply) => {
    const { method = 'GET', headers } = request;
    // a connection of its own: a verifier that a story closes leaves none behind
    const onward = forward(new URL(request.url!, url), { method, headers, agent: false }, (answer) => {
      reply.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(reply);
    });
    onward.on('error', () => request.destroy());
    request.pipe(onward);
  };
