/**
 * A page that makes it hard for a gate: its headers, its bytes and its scripts are the story's; the built package and a
 * verifier answer beside it.
 */
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChallengeReply, Verdict } from '../../widget/contract.js';
import type { Engine } from '../engines/everywhere.js';
import { faultsIn, watch } from '../engines/faults.js';
import { puppeteerHands, type Hands } from '../engines/hands.js';
import { WebDriverPage, type StoryPage } from '../engines/webdriver-page.js';
import type { Page } from 'puppeteer-core';

export const challenge: ChallengeReply = {
  status: 'challenge',
  id: 'ch_1',
  method: 'motp',
  params: { digits: 6, period: 60 },
  offers: ['motp'],
  checkpoint: { kind: 'lesson', number: 9 },
  learner: { name: '김보람', phone: '010-0000-1234' },
  attemptsLeft: 5,
  expiresIn: 300,
  time: Date.now(),
  help: { phone: '02-0000-0000' },
};
export const verified: Verdict = { status: 'verified', token: 'signed.by.verifier', method: 'motp', expiresIn: 300 };

/**
 * What the host serves at `/`. `body` may be bytes of another encoding; `{origin}` of the verifier is the page's own.
 */
export interface HostPage {
  headers?: Record<string, string>;
  body: string | Buffer;
}
/** Keeps its success screen, or a slow machine would miss it. */
export const gate = '<mo-otp-gate keep-open verifier="/v1" session="se_1"></mo-otp-gate>';
export const script = '<script type="module" src="/dist/mo-otp-gate.js"></script>';

/** The nonce of the scripts that a strict page lets in. */
export const nonce = 'cjRuZDBt';

/** Beside its own errors, what its policy forbids the page (browsers ask for an icon by themselves). */
const watching = watch(
  `document.addEventListener('securitypolicyviolation', function (event) { /favicon/.test(event.blockedURI) || faults.push(event.violatedDirective + ' ' + event.blockedURI) });`,
  nonce,
);
const doctype = '<!doctype html>';
/** The page as it is served. */
const watched = (body: string | Buffer) =>
  typeof body === 'string'
    ? body.replace(doctype, () => doctype + watching)
    : Buffer.concat([body.subarray(0, doctype.length), Buffer.from(watching), body.subarray(doctype.length)]);

const types: Record<string, string> = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css' };

/** Of the verifier. */
type Answer = ChallengeReply | Verdict | number | null;

export class Host {
  /** Violations of the page's policy, as browsers reported them. */
  readonly reports: string[] = [];
  /**
   * Each answer of the verifier, in order; a status without a body where it is a number, none at all where it is null.
   */
  answers: Answer[] = [];
  /** Answers that an address gets every time, before those. */
  always: Record<string, Answer> = {};
  readonly asked: Record<string, any>[] = [];
  /** The charset that scripts are labelled with; module scripts are UTF-8 all the same. */
  charset = 'utf-8';
  /** The paths of all that browsers came for. */
  readonly visited: string[] = [];
  readonly #open: ServerResponse[] = [];
  readonly #server = createServer(async (request, response) => {
    const path = new URL(request.url!, 'http://host').pathname;
    this.visited.push(path);
    let body = '';
    for await (const part of request) body += String(part);
    if (path === '/reports' && !body.includes('favicon')) this.reports.push(body);
    if (path.startsWith('/v1/')) return this.#answer(path, JSON.parse(body), response);
    if (/^\/(dist|node_modules)\//.test(path)) {
      const file = fileURLToPath(new URL(`../..${path}`, import.meta.url));
      return void response
        .setHeader('Content-Type', `${types[extname(file)]}; charset=${this.charset}`)
        .end(readFileSync(file));
    }
    for (const [name, value] of Object.entries(this.page.headers ?? {})) response.setHeader(name, value);
    if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(path === '/' ? watched(this.page.body) : '<!doctype html><title>elsewhere</title>');
  });

  private constructor(public page: HostPage) {}

  static async open(page: HostPage) {
    const host = new Host(page);
    await new Promise<void>((listening) => host.#server.listen(0, 'localhost', listening));
    return host;
  }

  get address() {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  #answer(path: string, asked: Record<string, any>, response: ServerResponse) {
    this.asked.push(asked);
    const answer = path in this.always ? this.always[path] : this.answers.shift();
    if (answer === null) return void this.#open.push(response);
    if (typeof answer === 'number') response.statusCode = answer;
    response
      .setHeader('Content-Type', 'application/json')
      .end(JSON.stringify(typeof answer === 'object' ? answer : { title: 'no', code: 'internal' }));
  }

  close() {
    this.#server.closeAllConnections();
    return new Promise((closed) => this.#server.close(closed));
  }
}

/** A learner on such a page. */
export class Visitor {
  /** Keyboard and mouse. */
  readonly hands: Hands;
  private constructor(readonly page: StoryPage) {
    this.hands = page instanceof WebDriverPage ? page.hands : puppeteerHands(page as unknown as Page);
  }

  static async visits(engine: Engine, host: Host) {
    const visitor = new Visitor(await engine.newPage());
    await visitor.page.goto(host.address);
    return visitor;
  }

  /** A learner whose gate on the host's page shows the first challenge; every code is right. */
  static async visitsChallenge(engine: Engine, host: Host) {
    host.always = { '/v1/challenge': challenge, '/v1/verify': verified };
    const visitor = await Visitor.visits(engine, host);
    await visitor.opens();
    await visitor.sees('answering');
    return visitor;
  }

  /** Errors of the page so far. */
  faults = () => faultsIn(this.page);

  async opens() {
    await this.page.waitForFunction(() => customElements.get('mo-otp-gate'));
    await this.page.evaluate(
      () => void (document.querySelector('mo-otp-gate') as HTMLElement & { show(): unknown }).show(),
    );
  }

  /** A point in the gate's part, in the page's coordinates. `share` is the share of its width. */
  where = (selector: string, share = 0.5) =>
    this.page.evaluate(
      (selector, share) => {
        const part = document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector(selector)!;
        const { left, top, width, height } = part.getBoundingClientRect();
        return { x: left + width * share, y: top + height / 2 };
      },
      selector,
      share,
    );
  clicks = async (selector: string, share?: number) => this.hands.click(await this.where(selector, share), 1);
  /** The digits in the field. */
  digits = () =>
    this.page.evaluate(() => document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('input')!.value);

  /** Waits until the gate is in this phase and shows it. */
  async sees(phase: string) {
    const shown = this.page.waitForFunction(
      async (phase) => {
        const gate = document.querySelector('mo-otp-gate') as HTMLElement & {
          phase: string;
          updateComplete: Promise<unknown>;
        };
        return gate.phase === phase && (await gate.updateComplete, true);
      },
      {},
      phase,
    );
    await shown.catch(async (cause: unknown) => {
      throw new Error(`no ${phase}, but ${await this.#screen()}`, { cause });
    });
  }

  /** The phase, the digits and the focus, for the message of a story that waits in vain. */
  #screen = () =>
    this.page.evaluate(() => {
      const gate = document.querySelector('mo-otp-gate') as (HTMLElement & { phase: string }) | null;
      const focused = gate?.shadowRoot!.activeElement ?? document.activeElement;
      const digits = gate?.shadowRoot!.querySelector('input')?.value;
      return JSON.stringify({ phase: gate?.phase, digits, focused: focused?.outerHTML.slice(0, 60) });
    });

  /** From the question over a refused code to the success screen, and out. */
  async walksThrough() {
    await this.opens();
    await this.sees('answering');
    await this.types('999999');
    await this.page.waitForFunction(
      () =>
        document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('input')?.getAttribute('aria-invalid') ===
        'true',
    );
    await this.types('123456');
    await this.sees('verified');
    await this.presses('Escape');
    await this.sees('closed');
  }

  /** Leaves the page for another one, and comes back to it. */
  async leavesAndComesBack(host: Host) {
    await this.page.goto(`${host.address}/elsewhere`);
    await this.page.evaluate(() => void setTimeout(() => history.back()));
    await this.page.waitForFunction(() => location.pathname === '/');
  }

  /** Waits for an element anywhere in the page. */
  finds = (selector: string) =>
    this.page.waitForFunction((selector: string) => document.querySelector(selector), {}, selector);
  types = (code: string) => this.page.keyboard.type(code);
  presses = (key: 'Enter' | 'Escape') => this.page.keyboard.press(key);
  /** All that the gate shows. */
  text = () =>
    this.page.evaluate(() => document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('dialog')!.innerText);
}
