/** A phone in a learner's hand: the app in a browser profile of its own, used in the learner's verbs. */
import type { Browser, BrowserContext, Page } from 'puppeteer-core';

export interface Habits {
  /** Milliseconds by which this phone's clock is wrong. */
  clockError?: number;
  dark?: boolean;
}

export class Telephone {
  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    /** What went wrong on the page, and what its security policy stopped. */
    readonly faults: string[],
  ) {}

  static async take(browser: Browser, address: string, { clockError = 0, dark = false }: Habits = {}) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width: 360, height: 740, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
    await page.evaluateOnNewDocument((error) => {
      const now = Date.now.bind(Date);
      let more = error;
      Date.now = () => now() + more;
      (globalThis as unknown as { turnClock(by: number): void }).turnClock = (by) => void (more += by);
    }, clockError);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|Refused/.test(message.text())) faults.push(message.text());
    });
    await page.goto(address);
    return new Telephone(page, context, faults);
  }

  /** Waits for a screen by its heading. */
  async sees(title: string) {
    await this.page.waitForFunction((title) => document.querySelector('h1')?.textContent === title, {}, title);
  }

  /** Waits for words anywhere on the screen. */
  async reads(words: string) {
    await this.page.waitForFunction((words) => document.querySelector('#app')?.textContent?.includes(words), {}, words);
  }

  async presses(label: string) {
    await this.page.locator(`::-p-xpath(//button[normalize-space()='${label}'])`).click();
  }

  /** Types into the input with that label. */
  async types(label: string, text: string) {
    const input = this.page.locator(`::-p-xpath(//input[@id=//label[normalize-space()='${label}']/@for])`);
    await input.fill(text);
  }

  async consents() {
    await this.presses('동의합니다');
    await this.sees('누구신지 알려 주세요');
  }

  async givesDetails(phone = '010-0000-1234', name = '홍길동') {
    await this.types('이름', name);
    await this.types('휴대폰 번호', phone);
    await this.presses('다음');
  }

  async choosesPin(pin: string, again = pin) {
    await this.types('비밀번호 네 자리', pin);
    await this.types('한 번 더', again);
    await this.presses('인증 문자 받기');
  }

  /** From the first screen to the safe word, which it returns. */
  async registers({ phone = '010-0000-1234', pin = '2580' } = {}) {
    await this.sees('본인인증을 여섯 자리 번호로');
    await this.presses('시작하기');
    return this.registersFromConsent({ phone, pin });
  }

  async registersFromConsent({ phone = '010-0000-1234', pin = '2580' } = {}) {
    await this.consents();
    await this.givesDetails(phone);
    await this.choosesPin(pin);
    await this.presses('번호 넣기');
    await this.presses('확인');
    await this.sees('등록되었습니다');
    return this.page.$eval('.word', (word) => word.textContent);
  }

  async unlocks(pin = '2580') {
    await this.sees('앱 비밀번호를 넣어 주세요');
    await this.types('숫자 네 자리', pin);
    await this.presses('열기');
  }

  /** The six digits on the screen, once they are there. */
  async code() {
    await this.sees('학습 화면에 적어 주세요');
    return this.page.$eval('.code', (code) => code.textContent);
  }

  safeWord() {
    return this.page.$eval('.safe strong', (word) => word.textContent);
  }

  /** Once the app lies on the phone, service worker and all. */
  async isInstalled() {
    await this.page.evaluate(async () => void (await navigator.serviceWorker.ready));
  }

  async goesOffline(offline = true) {
    await this.page.setOfflineMode(offline);
  }

  async putAway() {
    await this.context.close();
  }
}
