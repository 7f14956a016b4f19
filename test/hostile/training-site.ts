/** A training site that uses the loader: pages of the story, the endpoint of its gates, a verifier and the built package. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../engines/everywhere.js';
import { faultsIn, watch } from '../engines/faults.js';
import type { StoryPage } from '../engines/webdriver-page.js';
import { challenge, verified } from './host.js';

export const loader = '<script src="/dist/loader.js" data-verifier="/v1"></script>';

/** Notes what the page does (`acted`) and what the console says (`said`), before any other script of the page. */
const notes = watch(`
  acted = []; said = [];
  ['warn', 'error'].forEach(function (level) {
    console[level] = function () { said.push([].map.call(arguments, function (part) { return part && part.id || String(part) }).join(' ')) };
  });`);

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
const json = (body: object) => (_: IncomingMessage, response: ServerResponse) =>
  void response.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));

export class TrainingSite {
  /** The body of each page by its path. */
  readonly pages: Record<string, string> = {};
  /** The answers of the endpoint `/gate` to GET. */
  gate: Handler = json({ required: false });
  /** Method and path of all requests but those for the package. */
  readonly requests: string[] = [];
  readonly #server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url!, 'http://site');
    if (pathname.startsWith('/dist/'))
      return void response
        .setHeader('Content-Type', 'text/javascript')
        .end(readFileSync(fileURLToPath(new URL(`../..${pathname}`, import.meta.url))));
    if (pathname !== '/favicon.ico') this.requests.push(`${request.method} ${pathname}${search}`);
    if (/^\/gate\/?$/.test(pathname))
      return request.method === 'GET' ? this.gate(request, response) : void response.end();
    if (pathname === '/v1/challenge') return json(challenge)(request, response);
    if (pathname === '/v1/verify') return json(verified)(request, response);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><meta name="viewport" content="width=device-width">${notes}
      ${this.pages[pathname] ?? `<title>${pathname}</title>`}`);
  });

  static async open() {
    const site = new TrainingSite();
    await new Promise<void>((listening) => site.#server.listen(0, 'localhost', listening));
    return site;
  }
  get address() {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }
  requires = () => (this.gate = json({ required: true, session: 'se_1' }));
  count = (request: string) => this.requests.filter((made) => made === request).length;
  close() {
    this.#server.closeAllConnections();
    return new Promise((closed) => this.#server.close(closed));
  }
}

/** A learner on a page of the site. */
export class Trainee {
  private constructor(
    readonly page: StoryPage,
    readonly site: TrainingSite,
  ) {}

  /** Opens `/` with this body. */
  static async visits(engine: Engine, site: TrainingSite, body: string) {
    site.pages['/'] = body;
    const trainee = new Trainee(await engine.newPage(), site);
    await trainee.page.goto(`${site.address}/`);
    return trainee;
  }

  /** Clicks an element, also inside a shadow root (`host >>> inside`), as a script of the page sees a click. */
  clicks = (path: string) =>
    this.page.evaluate((path: string) => {
      const [outside, inside] = path.split(' >>> ');
      const host = document.querySelector(outside!)!;
      const element = inside ? host.shadowRoot!.querySelector(inside)! : host;
      element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true }));
    }, path);
  /** Focuses an element and presses Enter: a press that the browser trusts. */
  async pressesEnterOn(selector: string) {
    await this.page.focus(selector);
    await this.page.keyboard.press('Enter');
  }
  async entersTheCode() {
    await this.seesTheGate();
    await this.page.keyboard.type('123456');
  }
  seesTheGate = () =>
    this.page.waitForFunction(() => {
      const gate = document.querySelector('mo-otp-gate');
      const input = gate?.shadowRoot?.querySelector('input');
      return input && input === gate!.shadowRoot!.activeElement && input.getBoundingClientRect().width > 0;
    });
  seesNoGate = () => this.page.waitForFunction(() => !document.querySelector('mo-otp-gate'));
  acted = () => this.page.evaluate(() => (window as unknown as { acted: string[] }).acted);
  said = () => this.page.evaluate(() => (window as unknown as { said: string[] }).said);
  hasActed = (what: string) =>
    this.page.waitForFunction(
      (what: string) => (window as unknown as { acted: string[] }).acted.includes(what),
      {},
      what,
    );
  isOn = (path: string) => this.page.waitForFunction((path: string) => location.pathname === path, {}, path);
  /** The label of the loader's button, which has to be in the window and to have the focus. */
  async seesButton() {
    await this.page.waitForFunction(() => (document.activeElement as HTMLElement)?.style.position === 'fixed');
    return this.page.evaluate(() => {
      const { top, left, right, bottom } = document.activeElement!.getBoundingClientRect();
      const isInWindow = top >= 0 && left >= 0 && right <= innerWidth && bottom <= innerHeight;
      return isInWindow ? document.activeElement!.textContent : 'out of sight';
    });
  }
  faults = () => faultsIn(this.page);
}
