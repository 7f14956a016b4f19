/** A TLS server that no client here trusts, or with which none has a version in common. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A self-signed certificate for `localhost`, made by openssl. */
function selfSigned(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-tls-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const options = ['-x509', ...curve, '-keyout', key, '-out', cert, '-subj', '/CN=localhost', '-days', '1'];
    execFileSync('openssl', ['req', ...options], { stdio: 'ignore' });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Listens on a free port. What it replies must never be read. */
export async function openTlsServer() {
  const certificate = selfSigned();
  const server = createServer(certificate, (_request, reply) =>
    reply.end('{"required":false,"success":true,"reason":"a body that must not be read"}'),
  );
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}/v1`,
    /** From now on it speaks TLS 1.1 at most, as a server or a client of 2010 does. */
    agesTo11: () =>
      server.setSecureContext({
        ...certificate,
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      }),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
