/** A virtual screen, for a browser that needs one. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';

export interface Display {
  /** The name to put into DISPLAY. */
  name: string;
  stop(): void;
}

export async function openDisplay(): Promise<Display> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const name = await new Promise<string>((resolve, reject) => {
    server.once('error', reject).once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    (server.stdio[3] as Readable).once('data', (number: Buffer) => resolve(`:${number.toString().trim()}`));
  });
  // without a window manager no window has the focus
  const manager = spawn('evilwm', ['-fn', 'fixed'], { env: { ...process.env, DISPLAY: name }, stdio: 'ignore' });
  const stop = () => [manager, server].forEach((child: ChildProcess) => child.kill());
  process.once('exit', stop);
  return { name, stop };
}
