/** A site for the loader: real pages in a frame, real requests, answers by the test. */
import { waitUntil } from '@open-wc/testing';

export interface SiteRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  cache: RequestCache;
  body: string;
}
/** `undefined`: the network fails. */
export type Answer = { status?: number; type?: string; headers?: Record<string, string>; body?: string } | undefined;

/** The stub element inside the page. */
export interface GateStub extends HTMLElement {
  verifier: string;
  session: string;
  method?: string;
  verify(): void;
  close(): void;
}
type Page = Window & typeof globalThis & { clicks: number };

/** Generous for a busy machine; milliseconds. */
const waiting = { timeout: 15_000 };

/** Scope of the service worker. */
const scope = '/test/loader/site/';
const json = (value: unknown, status = 200): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
});
const module = (body: string): Answer => ({ type: 'text/javascript', body });

/** The hash (SRI) of a file. */
async function integrity(file: string) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(file));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

const widget = `customElements.get('mo-otp-gate') || customElements.define('mo-otp-gate', class extends HTMLElement {
  settle() {}
  show() { return new Promise((resolve) => (this.settle = resolve)); }
  verify() { this.settle({ token: 'tk_' + this.session, method: 'motp', expiresIn: 300 }); }
  close() { this.settle(null); this.dispatchEvent(new CustomEvent('mo-otp-close', { bubbles: true })); }
  disconnectedCallback() { this.settle(null); }
});`;
/** A file of the loader as the build makes it: with hash and version inserted. */
const built = async (file: string, words: Record<string, string>) =>
  `const ${Object.entries(words)
    .map(([name, word]) => `${name} = '${word}'`)
    .join(', ')}; ${await (await fetch(`/loader/${file}`)).text()}`;
/** Modules as one, as in the build. */
const bundle = async (names: string[], strip: RegExp[]) =>
  (
    await Promise.all(
      names.map(async (name) =>
        strip.reduce((text, part) => text.replace(part, ''), await (await fetch(`/${name}.ts`)).text()),
      ),
    )
  ).join('\n');
const imports = /^import .*;$/gm;
/** The gate's file: the stub element and the gate runner. */
const gate = async () =>
  `${widget}\n${await bundle(
    [
      'widget/errors',
      'loader/with-further',
      'loader/call-site',
      'loader/placement',
      'loader/presses',
      'loader/gate-runner',
    ],
    [imports, /^export (?!\{)/gm, /^export \{[^}]*\};?$/gm],
  )}`;
/** What the gate's file loads when it is needed. */
const further = () =>
  bundle(
    ['declared', 'find-place', 'labels', 'proceed', 'redirect', 'report'].map((name) => `loader/${name}`),
    [imports],
  );
const loader = async (version: string) =>
  module(
    `(() => { ${await built('loader.ts', { __VERSION__: version, __INTEGRITY__: await integrity(await gate()) })} })()`,
  );

export class Site {
  /** Its own folder for each story: WebKit caches files across stories. */
  readonly base = `${scope}${crypto.randomUUID()}/`;
  /** All requests of the pages. */
  readonly received: SiteRequest[] = [];
  /** Files of the site by their path below `base`; any other path is a page titled "arrived". */
  readonly files: Record<string, (request: SiteRequest) => Answer | Promise<Answer>> = {
    'gate/lesson/9': ({ method }) => (method === 'GET' ? json({ required: true, session: 'ss_1' }) : { status: 204 }),
    'loader.js': () => loader('1.2.3'),
    'newer/loader.js': () => loader('2.0.0'),
    'mo-otp-gate.js': async () => module(await gate()),
    'newer/mo-otp-gate.js': async () => module(await gate()),
    // the development server names it so
    'further.ts': async () => module(await further()),
    'newer/further.ts': async () => module(await further()),
    'element.js': () => module(widget),
  };
  frame = document.createElement('iframe');
  /** Pauses between tries that the page set (milliseconds); they end at once. */
  readonly pauses: number[] = [];
  /** Fires the loader's time-out. */
  timeOut: (() => void) | undefined;

  /** Opens a page with this body and the loader's tag. */
  async open(
    body: string,
    {
      tag = '<script src="loader.js" data-verifier="https://otp.example/v1"></script>',
      headers = {} as Record<string, string>,
    } = {},
  ): Promise<Page> {
    await navigator.serviceWorker.register('/test/loader/site-worker.ts', { type: 'module', scope });
    await waitUntil(
      async () => (await navigator.serviceWorker.getRegistration(scope))?.active?.state === 'activated',
      'the worker is active',
      waiting,
    );
    navigator.serviceWorker.addEventListener('message', this.#answer);
    navigator.serviceWorker.startMessages();
    this.files['page'] = () => ({
      type: 'text/html',
      headers,
      body: `<!doctype html><meta charset="utf-8"><title>page</title>${body}${tag}`,
    });
    this.frame.src = `${this.base}page`;
    const loaded = new Promise((resolve) => this.frame.addEventListener('load', resolve, { once: true }));
    document.body.append(this.frame);
    await loaded;
    // the test controls the loader's timers
    this.page.setTimeout = ((run: (...rest: unknown[]) => void, milliseconds: number, ...rest: unknown[]) => {
      if (milliseconds > 5000) return (this.timeOut = () => run(...rest));
      this.pauses.push(milliseconds);
      return setTimeout(run, 0, ...rest);
    }) as unknown as typeof setTimeout;
    return this.page;
  }

  get page(): Page {
    return this.frame.contentWindow as Page;
  }
  find<E extends HTMLElement = HTMLElement>(selector: string): E {
    return this.page.document.querySelector<E>(selector)!;
  }
  get gates(): GateStub[] {
    return [...this.page.document.querySelectorAll<GateStub>('mo-otp-gate')];
  }
  /** Waits for a gate. */
  async gate(): Promise<GateStub> {
    await waitUntil(() => this.gates.length > 0, 'the gate is open', waiting);
    return this.gates[0]!;
  }
  /** Waits for the retry button: the only one that has the focus, in the window wherever the control is. */
  async retry(): Promise<HTMLButtonElement> {
    const find = () => this.page.document.querySelector<HTMLButtonElement>('button[style*=fixed]');
    await waitUntil(find, 'a retry is offered');
    const button = find()!;
    const { top, left, right, bottom } = button.getBoundingClientRect();
    const { innerWidth, innerHeight } = this.page;
    if (top < 0 || left < 0 || right > innerWidth || bottom > innerHeight) throw new Error('the retry is out of sight');
    return button;
  }
  /** Waits for the navigation to `path`; returns its request. */
  async arrived(path: string): Promise<SiteRequest> {
    await waitUntil(
      () => this.page.location.pathname === this.base + path && this.page.document.readyState === 'complete',
      `arrived at ${path}`,
      waiting,
    );
    return this.requests(path).at(-1)!;
  }
  /** Requests for one path of the site. */
  requests(path: string): SiteRequest[] {
    return this.received.filter((request) => request.path.split('?')[0] === this.base + path);
  }

  close() {
    navigator.serviceWorker.removeEventListener('message', this.#answer);
    this.frame.remove();
  }

  readonly #answer = async ({ data, ports }: MessageEvent<SiteRequest>) => {
    this.received.push(data);
    const file = this.files[data.path.slice(this.base.length).split('?')[0]!];
    const answer = file ? await file(data) : { type: 'text/html', body: '<!doctype html><title>arrived</title>' };
    ports[0]!.postMessage(
      answer && {
        status: answer.status ?? 200,
        headers: { ...(answer.type && { 'content-type': answer.type }), ...answer.headers },
        body: answer.body ?? null,
      },
    );
  };
}
