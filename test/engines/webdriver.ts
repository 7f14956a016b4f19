/** A session of the W3C WebDriver protocol, as far as tests need one: plain HTTP, no library. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { keysOf, type Hands, type Point } from './hands.js';

/** The protocol's code points for keys that type no character (WebDriver, 17.4.2). */
const unprinted: Record<string, string> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Insert: '\uE016',
  Delete: '\uE017',
  F2: '\uE032',
};
const key = (type: 'keyDown' | 'keyUp', name: string) => ({ type, value: unprinted[name] ?? name });
const press = (chord: string) => {
  const names = keysOf(chord);
  return [...names.map((name) => key('keyDown', name)), ...names.toReversed().map((name) => key('keyUp', name))];
};
const move = ({ x, y }: Point) => ({ type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y) });
const down = { type: 'pointerDown', button: 0 };
const up = { type: 'pointerUp', button: 0 };

/** Resolves in a page once its viewport has this size; a window manager takes its time. */
const grown = `const [width, height, done] = arguments;
  const look = () => (innerWidth === width && innerHeight === height ? done() : requestAnimationFrame(look));
  look();`;

export class WebDriver implements Hands {
  #session = '';
  private constructor(
    private readonly base: string,
    private readonly child: ChildProcess,
  ) {}

  /** Starts a driver's program on a free port and a browser through it. */
  static async start(program: string, capabilities: object, env: NodeJS.ProcessEnv) {
    const port = await freePort();
    const child = spawn(program, [`--port=${port}`], { env, stdio: 'ignore' });
    const driver = new WebDriver(`http://127.0.0.1:${port}/session`, child);
    const ended = new Promise<never>((_, reject) =>
      child.once('error', reject).once('exit', (code) => reject(new Error(`${program} ended with ${code}`))),
    );
    const { sessionId } = (await Promise.race([driver.#begins(capabilities), ended])) as { sessionId: string };
    ended.catch(() => {});
    driver.#session = `/${sessionId}`;
    return driver;
  }

  /** Asks for a session until the program listens. */
  async #begins(alwaysMatch: object): Promise<unknown> {
    for (;;)
      try {
        return await this.command('POST', '', { capabilities: { alwaysMatch } });
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // it answered, and not well
        await new Promise(setImmediate);
      }
  }

  async command(method: 'GET' | 'POST' | 'DELETE', path: string, body: object = {}): Promise<unknown> {
    const init =
      method === 'POST'
        ? { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
        : { method };
    const reply = await fetch(this.base + this.#session + path, init);
    const { value } = (await reply.json()) as { value: { error?: string; message?: string } };
    if (!reply.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  goTo = (url: string) => this.command('POST', '/url', { url });
  readonly #act = async (type: 'key' | 'pointer', actions: object[]) =>
    void (await this.command('POST', '/actions', { actions: [{ type, id: type, actions }] }));

  keys = (chords: string[]) => this.#act('key', chords.flatMap(press));
  async click(point: Point, count: number, holding?: string) {
    if (holding) await this.#act('key', [key('keyDown', holding)]);
    await this.#act('pointer', [move(point), ...Array<object[]>(count).fill([down, up]).flat()]);
    if (holding) await this.#act('key', [key('keyUp', holding)]);
  }
  drag = (from: Point, to: Point) =>
    this.#act('pointer', [move(from), down, move({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }), move(to), up]);
  async viewport({ width, height }: { width: number; height: number }) {
    const [w, h] = (await this.command('POST', '/execute/sync', {
      script: 'return [innerWidth, innerHeight]',
      args: [],
    })) as [number, number];
    if (w === width && h === height) return;
    const window = (await this.command('GET', '/window/rect')) as { width: number; height: number };
    await this.command('POST', '/window/rect', { width: window.width + width - w, height: window.height + height - h });
    await this.command('POST', '/execute/async', { script: grown, args: [width, height] });
  }
  /** Its only page is always there. */
  front = async () => {};
  screenshot = () => this.command('GET', '/screenshot') as Promise<string>;

  async stop() {
    await this.command('DELETE', '').catch(() => {});
    this.child.kill();
  }
}

async function freePort() {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
