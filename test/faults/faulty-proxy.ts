/** A TCP proxy between browser and verifier that injects faults. */
import { EventEmitter, once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * The treatment of replies to POST requests (preflights always pass): forwarded, held until `release`, dropped with
 * their connection, or truncated. `disconnected` refuses every connection.
 */
type ReplyMode = 'forward' | 'hold' | 'drop' | 'truncate' | 'disconnected';

export class FaultyProxy {
  readonly #events = new EventEmitter();
  readonly #open = new Set<Socket>();
  readonly #server = createServer((browser) => this.#join(browser));
  readonly #held: (() => void)[] = [];
  #mode: ReplyMode = 'forward';
  /** The verifier's address: `http://host:port/v1`. */
  to: string;

  private constructor(to: string) {
    this.to = to;
  }

  static async start(to: string) {
    const proxy = new FaultyProxy(to);
    await new Promise<void>((listening) => proxy.#server.listen(0, 'localhost', listening));
    return proxy;
  }

  /** The proxy's address. */
  get address() {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  setMode(mode: ReplyMode) {
    this.#mode = mode;
    if (mode === 'disconnected') for (const socket of this.#open) socket.resetAndDestroy();
  }

  /** Resolves with the verifier's next reply, before the browser receives it. */
  replied = () => once(this.#events, 'replied');

  /** Forwards the held replies. */
  release() {
    this.setMode('forward');
    for (const give of this.#held.splice(0)) give();
  }

  async remove() {
    this.setMode('disconnected');
    await new Promise((closed) => this.#server.close(closed));
  }

  #join(browser: Socket) {
    this.#track(browser);
    if (this.#mode === 'disconnected') return browser.resetAndDestroy();
    const { hostname, port } = new URL(this.to);
    const verifier = this.#track(connect(Number(port), hostname));
    let posted = false;
    browser.on('data', (bytes) => {
      if (/^(POST|OPTIONS) /.test(bytes.toString('latin1', 0, 8))) posted = bytes.toString('latin1', 0, 1) === 'P';
      verifier.write(bytes);
    });
    verifier.on('data', (bytes) => (posted ? this.#onReply(browser, bytes) : browser.write(bytes)));
    browser.on('close', () => verifier.destroy());
    verifier.on('close', () => browser.destroySoon());
    return browser;
  }

  #onReply(browser: Socket, bytes: Buffer) {
    this.#events.emit('replied');
    switch (this.#mode) {
      case 'forward':
        return browser.write(bytes);
      case 'hold':
        return this.#held.push(() => browser.write(bytes));
      case 'truncate':
        return browser.end(bytes.subarray(0, -10));
      default:
        return browser.resetAndDestroy();
    }
  }

  /** Ignores connection errors, which the proxy itself causes. */
  #track(socket: Socket) {
    this.#open.add(socket);
    return socket.on('error', () => {}).on('close', () => this.#open.delete(socket));
  }
}
