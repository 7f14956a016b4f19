/** A site for the loader to work on: real pages in a frame, real requests, and answers that the test gives. */
import { waitUntil } from '@open-wc/testing';

export interface Asked {
  method: string;
  path: string;
  headers: Record<string, string>;
  cache: RequestCache;
  body: string;
}
/** `undefined` is a network that fails. */
export type Answer = { status?: number; type?: string; headers?: Record<string, string>; body?: string } | undefined;

/** The gate's stand-in inside the page. */
export interface StandIn extends HTMLElement {
  verifier: string;
  session: string;
  method?: string;
  verify(): void;
  close(): void;
}
type Page = Window & typeof globalThis & { clicks: number };

/** A busy machine takes its time (milliseconds). */
const patience = { timeout: 15_000 };

/** What the worker answers for. */
const scope = '/test/loader/site/';
const json = (value: unknown, status = 200): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
});
const module = (body: string): Answer => ({ type: 'text/javascript', body });

/** The hash (SRI) of a file. */
const integrity = async (file: string) =>
  `sha256-${btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(file)))))}`;

const widget = `customElements.get('mo-otp-gate') || customElements.define('mo-otp-gate', class extends HTMLElement {
  settle() {}
  show() { return new Promise((resolve) => (this.settle = resolve)); }
  verify() { this.settle({ token: 'tk_' + this.session, method: 'motp', expiresIn: 300 }); }
  close() { this.settle(null); this.dispatchEvent(new CustomEvent('mo-otp-close', { bubbles: true })); }
  disconnectedCallback() { this.settle(null); }
});`;
/** A file of the loader as the build makes it: with hash and version put in. */
const built = async (file: string, words: Record<string, string>) =>
  `const ${Object.entries(words)
    .map(([name, word]) => `${name} = '${word}'`)
    .join(', ')}; ${await (await fetch(`/loader/${file}`)).text()}`;
/** The gate's file: the element, and what opens gates for the loader. */
const gate = async () => `${widget} ${await (await fetch('/loader/gated.ts')).text()}`;
const loader = async (version: string) =>
  module(
    `(() => { ${await built('loader.ts', { __VERSION__: version, __INTEGRITY__: await integrity(await gate()) })} })()`,
  );

export class Site {
  /** A place of its own for each story: WebKit keeps files for the next one. */
  readonly base = `${scope}${crypto.randomUUID()}/`;
  /** Everything that the pages asked the network for. */
  readonly asked: Asked[] = [];
  /** Each file of the site by its path below it; what is not here is a page saying where one has arrived. */
  readonly files: Record<string, (asked: Asked) => Answer | Promise<Answer>> = {
    'gate/lesson/9': ({ method }) => (method === 'GET' ? json({ required: true, session: 'ss_1' }) : { status: 204 }),
    'loader.js': () => loader('1.2.3'),
    'newer/loader.js': () => loader('2.0.0'),
    'mo-otp-gate.js': async () => module(await gate()),
    'newer/mo-otp-gate.js': async () => module(await gate()),
    'element.js': () => module(widget),
  };
  frame = document.createElement('iframe');
  /** Pauses between tries that the page asked for (milliseconds); they are over at once. */
  readonly pauses: number[] = [];
  /** Ends the loader's patience with a file that does not come. */
  timeOut: (() => void) | undefined;

  /** Opens a page with this body, in which the loader's tag stands as a site would write it. */
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
      patience,
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
    // the loader's time is the test's: nothing here waits
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
  get gates(): StandIn[] {
    return [...this.page.document.querySelectorAll<StandIn>('mo-otp-gate')];
  }
  /** The gate, as soon as it is there. */
  async gate(): Promise<StandIn> {
    await waitUntil(() => this.gates.length > 0, 'the gate is open', patience);
    return this.gates[0]!;
  }
  /** The button that offers another try, as soon as it stands beside this control. */
  async retry(control: string): Promise<HTMLButtonElement> {
    await waitUntil(() => this.find(`${control} + button`), 'another try is offered');
    return this.find<HTMLButtonElement>(`${control} + button`);
  }
  /** Waits until the page was left for `path` and answers how it was asked for. */
  async arrived(path: string): Promise<Asked> {
    await waitUntil(
      () => this.page.location.pathname === this.base + path && this.page.document.readyState === 'complete',
      `arrived at ${path}`,
      patience,
    );
    return this.requests(path).at(-1)!;
  }
  /** What was asked of one path of the site. */
  requests(path: string): Asked[] {
    return this.asked.filter((asked) => asked.path.split('?')[0] === this.base + path);
  }

  close() {
    navigator.serviceWorker.removeEventListener('message', this.#answer);
    this.frame.remove();
  }

  readonly #answer = async ({ data, ports }: MessageEvent<Asked>) => {
    this.asked.push(data);
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
