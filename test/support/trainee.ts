/** A learner in front of the training site, in a browser profile of their own. */
import type { MoOtpGate } from 'mo-otp-gate';
import type { ElementHandle, Page } from 'puppeteer-core';
import type { Chromium } from './chromium.js';

const inGate = (part: string) => `mo-otp-gate >>> [part=${part}]`;

export class Trainee {
  /** Page errors and violations of the content security policy. */
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

  static async sitsDown(browser: Pick<Chromium, 'createBrowserContext'>, site: string, width = 1000) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width, height: 800 });
    page.setDefaultTimeout(10_000);
    return new Trainee(page, site);
  }

  /** Logs in with a name and number of their own and begins the course. */
  async logsIn(name: string, phone: string, birthDate = '') {
    await this.page.goto(this.site);
    await this.page.locator('input[name=name]').fill(name);
    await this.page.locator('input[name=phone]').fill(phone);
    await this.page.locator('input[name=birthDate]').fill(birthDate);
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
    await this.page.waitForFunction(
      (path) => location.pathname === path && document.readyState === 'complete',
      {},
      path,
    );
  }

  async isAsked() {
    await this.page.waitForFunction(() => document.querySelector<MoOtpGate>('mo-otp-gate')?.phase === 'answering');
  }

  reads = (part: string) => this.page.$eval(inGate(part), (element) => element.textContent!.trim());

  /** Waits until the gate says these words. */
  async hears(words: string) {
    await this.page.waitForFunction(
      (words) => document.querySelector('mo-otp-gate')?.shadowRoot?.textContent?.includes(words),
      {},
      words,
    );
  }

  /** Types into the field, once it is there: the gate shows none until the app's next code. */
  async types(code: string) {
    // waitForSelector observes mutations of the document, not of a shadow root
    await this.page.waitForFunction(() =>
      document.querySelector('mo-otp-gate')?.shadowRoot?.querySelector('[part=input]'),
    );
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

  /** Opens the disclosure of the gate, with which the other methods and the help come; unless these words are there. */
  async opensMore(unless = ' never ') {
    const there = await this.page.$eval(
      'mo-otp-gate >>> dialog',
      (dialog, unless) => dialog.innerText.includes(unless),
      unless,
    );
    const folded = await this.page.$('mo-otp-gate >>> details:not([open]) > summary');
    if (folded && !there) await folded.click();
  }

  /** Presses what carries these words in the gate, wherever it is; a real click, so that it may open a window. */
  async chooses(words: string) {
    await this.opensMore(words);
    await this.hears(words);
    const found = (await this.page.evaluateHandle(
      (words) =>
        [
          ...document.querySelector('mo-otp-gate')!.shadowRoot!.querySelectorAll<HTMLElement>('button, a, summary'),
        ].find((one) => one.textContent!.trim() === words),
      words,
    )) as ElementHandle<HTMLElement>;
    await found.click();
  }

  /** Chooses what opens a window of its own; the window. */
  async opensWindow(words: string): Promise<Page> {
    const opened = new Promise<Page>((resolve) => this.page.once('popup', (page) => resolve(page!)));
    await this.chooses(words);
    return opened;
  }
}

/** Passes the practice provider's phone check, with the code that the telephone network delivered. */
export async function passesCheck(
  page: Page,
  { phone, birthDate = '19900101' }: { phone: string; birthDate?: string },
  network: string,
) {
  await page.locator('input[name=carrier]').click();
  await page.locator('input[name=birthDate]').fill(birthDate);
  await page.locator('input[name=phone]').fill(phone);
  await page.locator('form:first-of-type button').click();
  // the message is on its way before the page asks for it
  await page.waitForSelector('input[name=code]');
  await page.locator('input[name=code]').fill(await textMessage(network, phone));
  await page.locator('form:first-of-type button').click();
}

/** Says on the practice provider's page of i-PIN when they were born. */
export async function passesIpin(page: Page, { birthDate }: { birthDate: string }) {
  await page.locator('input[name=birthDate]').fill(birthDate);
  await page.locator('form:first-of-type button').click();
}

/** Gives up on a page of the practice provider. */
export const givesUp = (page: Page) => page.locator('form:last-of-type button').click();

/** The six digits of the latest message to a number. */
export async function textMessage(network: string, phone: string): Promise<string> {
  const reply = await fetch(`${network}/sms/inbox`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ phone }),
  });
  const { text } = (await reply.json()) as { text?: string };
  return /\d{6}/.exec(text ?? '')?.[0] ?? '';
}
