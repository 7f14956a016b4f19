/** The baseline of the comparison, in its own process: reads the body and sends fixed bytes. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const body = process.argv[2]!;
const server = createServer((request, response) => {
  request.resume().on('end', () =>
    response
      .writeHead(200, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
      })
      .end(body),
  );
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
process.once('SIGTERM', () => server.close());
