/** A learner's phone: the app in its own browser profile, operated in the learner's verbs. */
import type { BrowserContext, HTTPRequest, Page } from 'puppeteer-core';
import type { Chromium } from '../support/chromium.js';

export interface Habits {
  /** Milliseconds by which this phone's clock is wrong. */
  clockError?: number;
  dark?: boolean;
  /** The colours of the system, as in Windows' contrast themes. */
  forced?: boolean;
  /** CSS pixels. */
  width?: number;
  /** Keeps the production cost of the PIN's key (600,000 rounds, up to a second); by default one round. */
  realPinCost?: boolean;
}

/** Test hook on the page: moves the phone's clock. */
declare global {
  var turnClock: (milliseconds: number) => void;
}

export class PhonePage {
  /** Page errors and violations of the content security policy. */
  readonly faults: string[] = [];
  /** The provisioned secret in base32, once the device is registered. */
  secret = '';

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly address: string,
    private readonly realPinCost: boolean,
  ) {}

  /** A new phone. */
  static async take(browser: Pick<Chromium, 'createBrowserContext'>, address: string, habits: Habits = {}) {
    return PhonePage.#open(await browser.createBrowserContext(), address, habits);
  }

  /** Another window of the app on the same phone. */
  opensWindow() {
    return PhonePage.#open(this.context, this.address, { realPinCost: this.realPinCost });
  }

  static async #open(context: BrowserContext, address: string, habits: Habits) {
    const { clockError = 0, dark = false, forced = false, width = 360, realPinCost = false } = habits;
    const phone = new PhonePage(await context.newPage(), context, address, realPinCost);
    await phone.page.setViewport({ width, height: 740, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
    // Puppeteer cannot emulate forced colours
    const devtools = await phone.page.createCDPSession();
    await devtools.send('Emulation.setEmulatedMedia', {
      features: [
        { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
        { name: 'prefers-reduced-motion', value: 'reduce' },
        { name: 'forced-colors', value: forced ? 'active' : 'none' },
      ],
    });
    await phone.#watch(clockError);
    await phone.page.goto(address);
    return phone;
  }

  async #watch(clockError: number) {
    // tsx wraps named functions in it, the page has none
    await this.page.evaluateOnNewDocument('globalThis.__name = (named) => named');
    await this.page.evaluateOnNewDocument((clockError) => {
      const now = Date.now.bind(Date);
      let error = clockError;
      Date.now = () => now() + error;
      globalThis.turnClock = (milliseconds) => void (error += milliseconds);
    }, clockError);
    if (!this.realPinCost)
      await this.page.evaluateOnNewDocument(() => {
        if (!isSecureContext) return;
        const { deriveBits } = SubtleCrypto.prototype;
        SubtleCrypto.prototype.deriveBits = function (algorithm, ...rest) {
          return deriveBits.call(this, { ...(algorithm as Pbkdf2Params), iterations: 1 }, ...rest);
        };
      });
    this.page.on('pageerror', (error) => this.faults.push(String(error)));
    this.page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) this.faults.push(message.text());
    });
    this.page.on('response', async (response) => {
      if (!response.url().endsWith('/devices') || response.request().method() !== 'POST') return;
      const { otpauth }: { otpauth?: string } = await response.json();
      if (otpauth) this.secret = new URL(otpauth).searchParams.get('secret')!;
    });
  }

  /** Waits for a screen by its heading. */
  async sees(title: string) {
    await this.page.waitForFunction((title) => document.querySelector('h1')?.textContent === title, {}, title);
  }

  /** Waits for a text anywhere on the screen. */
  async reads(words: string) {
    await this.page.waitForFunction((words) => document.querySelector('#app')?.textContent?.includes(words), {}, words);
  }

  async presses(label: string) {
    await this.page.locator(`::-p-xpath(//button[normalize-space()='${label}'])`).click();
  }

  /** Types into the input with that label. */
  async types(label: string, text: string) {
    await this.page.locator(`::-p-xpath(//input[@id=//label[normalize-space()='${label}']/@for])`).fill(text);
  }

  async givesDetails(phone: string, name = '홍길동') {
    await this.types('이름', name);
    await this.types('휴대폰 번호', phone);
    await this.presses('다음');
  }

  async choosesPin(pin: string, again = pin) {
    await this.types('비밀번호 4자리', pin);
    await this.types('한 번 더', again);
    await this.presses('인증번호 받기');
  }

  /** Registers, from the consent to the safe word, which is returned. */
  async registers(phone: string, pin = '2580') {
    await this.presses('동의합니다');
    await this.givesDetails(phone);
    await this.choosesPin(pin);
    await this.presses('인증번호 넣기');
    await this.presses('확인');
    await this.sees('등록되었습니다');
    return this.page.$eval('.word', (word) => word.textContent);
  }

  /** Registers a new app and opens its codes; returns the safe word. */
  async beginsWith(phone: string, pin?: string) {
    await this.presses('시작하기');
    const word = await this.registers(phone, pin);
    await this.presses('인증번호 보기');
    return word;
  }

  async unlocks(pin = '2580') {
    await this.sees('앱 비밀번호를 입력해 주세요');
    await this.types('숫자 4자리', pin);
  }

  /** Grants the app the clipboard. */
  async mayCopy() {
    await this.page.bringToFront();
    const { origin } = new URL(this.address);
    await this.context.overridePermissions(origin, ['clipboard-read', 'clipboard-sanitized-write']);
  }

  /** Waits for the six digits on the screen. */
  async code() {
    await this.sees('학습 화면에 입력해 주세요');
    return this.page.$eval('.code', (code) => code.textContent);
  }

  safeWord() {
    return this.page.$eval('.safe strong', (word) => word.textContent);
  }

  async turnsClock(milliseconds: number) {
    await this.page.evaluate((milliseconds) => globalThis.turnClock(milliseconds), milliseconds);
  }

  /** Hides the app for that many milliseconds of its clock. */
  async pocketsFor(milliseconds: number) {
    await this.page.evaluate((milliseconds) => {
      const hidden = (value: boolean) => {
        Object.defineProperty(document, 'hidden', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      };
      hidden(true);
      globalThis.turnClock(milliseconds);
      hidden(false);
    }, milliseconds);
  }

  /** Resolves when the service worker is active. */
  async isInstalled() {
    await this.page.evaluate(async () => void (await navigator.serviceWorker.ready));
  }

  /** Disconnects the page from the network. */
  async goesOffline() {
    await this.isInstalled();
    await this.page.setOfflineMode(true);
  }

  async goesOnline() {
    await this.page.setOfflineMode(false);
  }

  /** Holds back the verifier's replies until `arrives` is called. */
  async holdsAnswers() {
    let letThrough = () => {};
    const held = new Promise<void>((resolve) => void (letThrough = resolve));
    await this.page.setRequestInterception(true);
    const hold = async (request: HTTPRequest) => {
      if (request.url().includes('/v1/')) await held;
      await request.continue();
    };
    this.page.on('request', (request) => void hold(request));
    return {
      arrives: async () => {
        const answered = this.page.waitForResponse(
          (response) => response.url().endsWith('/unlock') && response.request().method() === 'POST',
        );
        letThrough();
        await answered;
      },
    };
  }

  /** Closes and reopens the app. */
  async restarts() {
    await this.page.goto('about:blank');
    await this.page.goto(this.address);
  }

  /** The browser's storage for the app, bytes as `{ bytes }`. */
  async storage() {
    return this.page.evaluate(async () => {
      const plain = (value: unknown): unknown => {
        if (value instanceof CryptoKey) return { extractable: value.extractable };
        if (value instanceof Uint8Array) return { bytes: [...value] };
        return value && typeof value === 'object'
          ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]))
          : value;
      };
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) =>
          Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }),
        );
      const records: unknown[] = [];
      for (const { name } of await indexedDB.databases()) {
        const database = await done(indexedDB.open(name!));
        for (const store of database.objectStoreNames)
          records.push(...(await done(database.transaction(store).objectStore(store).getAll())).map(plain));
        database.close();
      }
      const kept: string[] = [];
      for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) kept.push(url);
      return {
        records,
        kept,
        others: { ...localStorage, ...sessionStorage, cookie: document.cookie, address: location.href },
      };
    });
  }

  async putAway() {
    await this.context.close();
  }
}
