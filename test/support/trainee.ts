/** A learner in front of the training site, in a browser profile of their own. */
import type { MoOtpGate } from 'mo-otp-gate';
import type { Browser, Page } from 'puppeteer-core';

const inGate = (part: string) => `mo-otp-gate >>> [part=${part}]`;

export class Trainee {
  /** What went wrong on a page, and what its security policy stopped. */
  readonly faults: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly site: string,
  ) {
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) this.faults.push(message.text());
    });
  }

  static async sitsDown(browser: Browser, site: string, width = 1000) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width, height: 800 });
    return new Trainee(page, site);
  }

  /** Logs in with a name and number of their own and begins the course. */
  async logsIn(name: string, phone: string) {
    await this.page.goto(this.site);
    await this.page.locator('input[name=name]').fill(name);
    await this.page.locator('input[name=phone]').fill(phone);
    await Promise.all([this.page.waitForNavigation(), this.page.locator('form:has(input[name=name]) button').click()]);
  }

  async goesTo(path: string) {
    await this.page.goto(`${this.site}${path}`);
  }

  /** Presses the link to a page of the course, once the loader is there; the gate may come first. */
  async wants(path: string) {
    await this.page.waitForFunction(() => 'MoOtpGate' in window);
    await this.page.locator(`a[href="${path}"]`).click();
  }

  async arrivesAt(path: string) {
    await this.page.waitForFunction((path) => location.pathname === path && document.readyState === 'complete', {}, path);
  }

  async isAsked() {
    await this.page.waitForFunction(() => document.querySelector<MoOtpGate>('mo-otp-gate')?.phase === 'answering');
  }

  reads = (part: string) => this.page.$eval(inGate(part), (element) => element.textContent!.trim());

  /** Waits until the gate says these words. */
  async hears(words: string) {
    await this.page.waitForFunction((words) => document.querySelector('mo-otp-gate')?.shadowRoot?.textContent?.includes(words), {}, words);
  }

  async types(code: string) {
    await this.page.focus(inGate('input'));
    await this.page.keyboard.type(code);
  }

  async presses(key: 'Enter' | 'Escape') {
    await this.page.keyboard.press(key);
  }

  /** Types a code and sends it where the last digit does not do so by itself. */
  async answers(code: string, { by = 'typing' }: { by?: 'typing' | 'Enter' } = {}) {
    await this.types(code);
    if (by === 'Enter') await this.presses('Enter');
  }
}
