/** Input from outside the page: keyboard, pointer and emulation, whatever drives the browser. */
import type { CDPSession, KeyInput, Page } from 'puppeteer-core';

export interface Point {
  x: number;
  y: number;
}
export interface Size {
  width: number;
  height: number;
  deviceScaleFactor?: number;
}

/** The actions of a browser's driver; one that it lacks is missing, and stories that need it are skipped there. */
export interface Hands {
  /** Presses keys one after the other: `1`, `Backspace`, `Shift+Tab`. */
  keys(chords: string[]): Promise<void>;
  /** Presses a key that is down already, which repeats it. */
  hold?(key: string, times: number): Promise<void>;
  click(point: Point, count: number, holding?: string): Promise<void>;
  drag(from: Point, to: Point): Promise<void>;
  tap?(point: Point): Promise<void>;
  viewport(size: Size): Promise<void>;
  /** Gives the page the focus that a browser's own buttons took. */
  front(): Promise<void>;
  /** The viewport as a PNG, base64. */
  screenshot(): Promise<string>;
  accessibility?(): Promise<unknown>;
  /** A command of the Chrome DevTools Protocol. */
  cdp?(method: string, params: object): Promise<unknown>;
}

/** `Control+Shift+z` as its keys; a lone plus sign is a key, and drivers know Space as the character. */
export const keysOf = (chord: string) =>
  chord.length > 1 ? chord.split('+').map((key) => (key === 'Space' ? ' ' : key)) : [chord];

const sessions = new WeakMap<Page, Promise<CDPSession>>();

/** Chromium or Firefox, driven by puppeteer. */
export function puppeteerHands(page: Page): Hands {
  const { keyboard, mouse } = page;
  return {
    async keys(chords) {
      for (const chord of chords) {
        const [key, ...modifiers] = keysOf(chord).reverse() as [KeyInput, ...KeyInput[]];
        for (const modifier of modifiers) await keyboard.down(modifier);
        await keyboard.press(key);
        for (const modifier of modifiers) await keyboard.up(modifier);
      }
    },
    async hold(key, times) {
      for (let time = 0; time < times; time++) await keyboard.down(key as KeyInput);
      await keyboard.up(key as KeyInput);
    },
    async click({ x, y }, count, holding) {
      if (holding) await keyboard.down(holding as KeyInput);
      await mouse.click(x, y, { count });
      if (holding) await keyboard.up(holding as KeyInput);
    },
    async drag(from, to) {
      await mouse.move(from.x, from.y);
      await mouse.down();
      await mouse.move(to.x, to.y, { steps: 5 });
      await mouse.up();
    },
    tap: ({ x, y }) => page.touchscreen.tap(x, y),
    // Firefox alone loses it, and keeps it from a page that is in front already
    async front() {
      await (await page.browser().newPage()).close();
      await page.bringToFront();
    },
    viewport: (size) => page.setViewport(size),
    screenshot: () => page.screenshot({ encoding: 'base64' }),
  };
}

/** The actions that only Chromium's own protocol has. */
export function chromiumHands(page: Page): Hands {
  return {
    ...puppeteerHands(page),
    accessibility: () => page.accessibility.snapshot({ interestingOnly: true }),
    // an emulation ends when its session is detached, so each page keeps one
    async cdp(method, params) {
      if (!sessions.has(page)) sessions.set(page, page.createCDPSession());
      return (await sessions.get(page)!).send(method as 'Page.enable', params as never);
    },
  };
}
