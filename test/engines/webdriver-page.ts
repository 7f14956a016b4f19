/** WebKit's only window, as far as stories ask of a page what they ask of puppeteer's. */
import type { Page } from 'puppeteer-core';
import type { WebDriver } from './webdriver.js';

/** The part of a page that stories of Node's runner use. */
export interface StoryPage extends Pick<Page, 'title' | 'focus' | 'close'> {
  goto(url: string): Promise<unknown>;
  evaluate: <Given extends unknown[], Result>(
    run: (...given: Given) => Result,
    ...given: Given
  ) => Promise<Awaited<Result>>;
  waitForFunction: <Given extends unknown[]>(
    look: (...given: Given) => unknown,
    options?: object,
    ...given: Given
  ) => Promise<unknown>;
  readonly keyboard: { type(text: string): Promise<void>; press(key: 'Enter' | 'Escape'): Promise<void> };
}

/**
 * A script that runs a function in the page and awaits its result; it defines `__name`, in which tsx wraps named
 * functions. The driver serialises a result with the page's own `toJSON`, which old libraries change, so the script
 * serialises it without them and returns character codes.
 */
const script = (run: string) => `const __name = (named) => named, given = [].slice.call(arguments), done = given.pop();
  const answer = (outcome) => {
    const own = [Array, String].map(({ prototype }) => [prototype, prototype.toJSON]);
    for (const [prototype] of own) delete prototype.toJSON;
    const json = JSON.stringify(outcome), codes = {};
    for (const [prototype, toJSON] of own) if (toJSON) prototype.toJSON = toJSON;
    for (let i = 0; i < json.length; i++) codes[i] = json.charCodeAt(i);
    done(codes);
  };
  new Promise((settle) => settle((${run})(...given))).then((value) => answer({ value }), (error) => answer({ error: String(error) }));`;
const textOf = (codes: Record<number, number>) =>
  Object.values(codes)
    .map((code) => String.fromCharCode(code))
    .join('');

/** How long a story waits for a page. */
const timeoutMs = 10_000;

export class WebDriverPage implements StoryPage {
  /** `hands`: the driver's keyboard and mouse. */
  constructor(readonly hands: WebDriver) {}

  goto = (url: string) => this.hands.goTo(url);
  /** Windows that the page has opened would keep the focus. */
  async close() {
    const own = await this.hands.command('GET', '/window');
    for (const handle of (await this.hands.command('GET', '/window/handles')) as string[])
      if (handle !== own) {
        await this.hands.command('POST', '/window', { handle });
        await this.hands.command('DELETE', '/window');
      }
    await this.hands.command('POST', '/window', { handle: own as string });
    await this.goto('about:blank');
  }
  title = () => this.evaluate(() => document.title);

  evaluate = <Given extends unknown[], Result>(run: (...given: Given) => Result, ...given: Given) =>
    this.#answer(String(run), given) as Promise<Awaited<Result>>;

  async #answer(run: string, given: unknown[]): Promise<unknown> {
    const codes = (await this.hands.command('POST', '/execute/async', { script: script(run), args: given })) as Record<
      number,
      number
    >;
    const { value, error } = JSON.parse(textOf(codes)) as { value: unknown; error?: string };
    if (error !== undefined) throw new Error(error);
    return value;
  }

  /** Looks once a frame; a page that is left meanwhile cannot answer, the next one can. */
  async waitForFunction<Given extends unknown[]>(
    look: (...given: Given) => unknown,
    _options?: object,
    ...given: Given
  ) {
    for (const until = Date.now() + timeoutMs; ;) {
      const seen = await this.#answer(`async (...given) => Boolean(await (${String(look)})(...given))`, given).catch(
        () => false,
      );
      if (seen) return;
      if (Date.now() > until) throw new Error(`waited in vain: ${String(look)}`);
      await this.evaluate(() => new Promise<void>((next) => requestAnimationFrame(() => next()))).catch(
        () => undefined,
      );
    }
  }

  /** `outside >>> inside` looks into a shadow root, as puppeteer has it. */
  focus = (selector: string) =>
    this.evaluate((path: string[]) => {
      const [outside, inside] = path;
      const host = document.querySelector<HTMLElement>(outside!)!;
      (inside ? host.shadowRoot!.querySelector<HTMLElement>(inside)! : host).focus();
    }, selector.split(' >>> '));

  readonly keyboard = {
    type: (text: string) => this.hands.keys([...text]),
    press: (key: string) => this.hands.keys([key]),
  };
}
