/** The cable between a learner's browser and the verifier: bytes both ways, and what can happen to them. */
import { EventEmitter, once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * What becomes of the verifier's replies to what is posted (a preflight asks nothing and always passes): they pass, are kept back until
 * `gives`, are lost with their connection, or end in the middle. `cut` is no connection at all.
 */
type Habit = 'passes' | 'keeps' | 'loses' | 'halves' | 'cut';

export class Cable {
  readonly #events = new EventEmitter();
  readonly #open = new Set<Socket>();
  readonly #server = createServer((browser) => this.#join(browser));
  readonly #kept: (() => void)[] = [];
  #habit: Habit = 'passes';
  /** Where the verifier listens: `http://host:port/v1`. */
  to: string;

  private constructor(to: string) {
    this.to = to;
  }

  static async lay(to: string) {
    const cable = new Cable(to);
    await new Promise<void>((listening) => cable.#server.listen(0, 'localhost', listening));
    return cable;
  }

  /** Where browsers find the verifier. */
  get address() {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  becomes(habit: Habit) {
    this.#habit = habit;
    if (habit === 'cut') for (const socket of this.#open) socket.resetAndDestroy();
  }

  /** Resolves when the verifier has answered the next time, which is before the browser learns of it. */
  answered = () => once(this.#events, 'answered');

  /** Lets go of the replies that were kept back. */
  gives() {
    this.becomes('passes');
    for (const give of this.#kept.splice(0)) give();
  }

  async remove() {
    this.becomes('cut');
    await new Promise((closed) => this.#server.close(closed));
  }

  #join(browser: Socket) {
    this.#track(browser);
    if (this.#habit === 'cut') return browser.resetAndDestroy();
    const { hostname, port } = new URL(this.to);
    const verifier = this.#track(connect(Number(port), hostname));
    let posted = false;
    browser.on('data', (bytes) => {
      if (/^(POST|OPTIONS) /.test(bytes.toString('latin1', 0, 8))) posted = bytes.toString('latin1', 0, 1) === 'P';
      verifier.write(bytes);
    });
    verifier.on('data', (bytes) => (posted ? this.#replies(browser, bytes) : browser.write(bytes)));
    browser.on('close', () => verifier.destroy());
    verifier.on('close', () => browser.destroySoon());
    return browser;
  }

  #replies(browser: Socket, bytes: Buffer) {
    this.#events.emit('answered');
    switch (this.#habit) {
      case 'passes':
        return browser.write(bytes);
      case 'keeps':
        return this.#kept.push(() => browser.write(bytes));
      case 'halves':
        return browser.end(bytes.subarray(0, -10));
      default:
        return browser.resetAndDestroy();
    }
  }

  /** A broken connection is what this is for, and no error. */
  #track(socket: Socket) {
    this.#open.add(socket);
    return socket.on('error', () => {}).on('close', () => this.#open.delete(socket));
  }
}
