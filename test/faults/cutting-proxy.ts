/**
 * A PostgreSQL proxy that loses connections around a COMMIT: before the server gets it, or before the client gets the
 * reply.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const socketName = '.s.PGSQL.5432';
const commit = Buffer.from('COMMIT\0');

export interface CuttingProxy {
  /** The address of the database behind the proxy. */
  url: string;
  /** The share of commits that are cut, half of them before and half after; at first none is. */
  share: number;
  /** The connections cut so far. */
  cuts: { before: number; after: number };
  close(): void;
}

export async function cuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-cut-'));
  const address = new URL(databaseUrl.replace('@/', '@localhost/'));
  const behind = join(address.searchParams.get('host')!, socketName);
  const server = createServer((client) => {
    const database = connect(behind);
    const end = () => (client.destroy(), database.destroy());
    client.on('error', end).on('close', end);
    database.on('error', end).on('close', end);
    let isDoomed = false;
    client.on('data', (sent: Buffer) => {
      const luck = sent.includes(commit) ? Math.random() : 1;
      if (luck < proxy.share / 2) {
        proxy.cuts.before++;
        return end();
      }
      isDoomed ||= luck < proxy.share;
      return database.write(sent);
    });
    database.on('data', (reply: Buffer) => {
      // the reply to the COMMIT names it
      if (!isDoomed || !reply.includes(commit)) return client.write(reply);
      proxy.cuts.after++;
      return end();
    });
  });
  await new Promise<void>((listening) => server.listen(join(folder, socketName), listening));
  const proxy: CuttingProxy = {
    url: databaseUrl.replace(/host=[^&]*/, `host=${encodeURIComponent(folder)}`),
    share: 0,
    cuts: { before: 0, after: 0 },
    close() {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return proxy;
}
