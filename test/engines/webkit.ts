/** WebKit as GTK's MiniBrowser has it: one window, driven through WebDriver on a screen of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserLauncher } from '@web/test-runner';
import { openDisplay, type Display } from './display.js';
import { WebDriver } from './webdriver.js';

/** MiniBrowser's toolbar must not keep its window from becoming as narrow as a phone. */
const narrow =
  'window.background > box > *:not(overlay):not(paned) * { min-width: 0; padding: 0; margin: 0; border: 0; font-size: 1px; -gtk-icon-transform: scale(0.1); }\n';

export class WebKitLauncher implements BrowserLauncher {
  readonly name = 'WebKit';
  readonly type = 'webdriver';
  readonly concurrency = 1;
  readonly #pages = new Map<string, string>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-webkit-'));
  #display: Display | undefined;
  #starting: Promise<WebDriver> | undefined;

  /** `programs`: where the driver and the browser are. */
  constructor(private readonly programs: { driver: string; browser: string }) {}

  get driver() {
    return (this.#starting ??= this.#start());
  }

  async #start() {
    mkdirSync(join(this.#folder, 'gtk-3.0'));
    writeFileSync(join(this.#folder, 'gtk-3.0/gtk.css'), narrow);
    this.#display = await openDisplay();
    const env = { ...process.env, DISPLAY: this.#display.name, XDG_CONFIG_HOME: this.#folder };
    const driver = await WebDriver.start(
      this.programs.driver,
      { 'webkitgtk:browserOptions': { binary: this.programs.browser, args: ['--automation'] } },
      env,
    );
    await driver.viewport({ width: 800, height: 600 });
    return driver;
  }

  async startSession(id: string, url: string) {
    this.#pages.set(id, url);
    await (await this.driver).goTo(url);
  }
  isActive = (id: string) => this.#pages.has(id);
  getBrowserUrl = (id: string) => this.#pages.get(id);
  async stopSession(id: string) {
    this.#pages.delete(id);
    await (await this.driver).goTo('about:blank');
    return {};
  }
  async startDebugSession() {
    throw new Error('WebKit has no window to debug in here');
  }
  async stop() {
    await (await this.#starting)?.stop();
    this.#display?.stop();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
