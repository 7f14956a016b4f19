/** Frames without permissions, phones without a viewport, translators, and events on `document` and `window`. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { everywhere } from '../engines/everywhere.js';
import { challenge, gate, Host, script, verified, Visitor } from './host.js';

const doctype = '<!doctype html><meta charset="utf-8"><title>page</title>';

everywhere((engine) => {
  let host: Host;
  afterEach(() => host.close());
  async function atChallenge(body: string) {
    host = await Host.open({ body: doctype + body + script });
    return Visitor.visitsChallenge(engine, host);
  }

  for (const how of ['Enter', 'a click'])
    test(`in a sandboxed frame without allow-forms ${how} submits`, async () => {
      // a sandbox of the page itself has the same flags as a frame's
      host = await Host.open({
        headers: { 'Content-Security-Policy': 'sandbox allow-scripts allow-same-origin' },
        body: `${doctype}${gate.replace('>', ' manual-submit>')}${script}`,
      });
      host.always = { '/v1/challenge': challenge, '/v1/verify': verified };
      const visitor = await Visitor.visits(engine, host);
      await visitor.opens();
      await visitor.sees('answering');
      await visitor.types('123456');
      if (how === 'Enter') await visitor.presses('Enter');
      else await visitor.clicks('[part=submit]');
      await visitor.sees('verified');
      await visitor.page.close();
    });

  const noPhone = engine.name !== 'chromium' && 'this driver emulates no phone';
  test('on a phone without a viewport meta its text is at least 9 px high', { skip: noPhone }, async () => {
    host = await Host.open({ body: `${doctype}<p>${'a page for desktops '.repeat(20)}</p>${gate}${script}` });
    host.always = { '/v1/challenge': challenge, '/v1/verify': verified };
    const visitor = await Visitor.visits(engine, host);
    const page = visitor.page as unknown as Page;
    await page.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true, deviceScaleFactor: 3 });
    await page.goto(host.address);
    await visitor.opens();
    await visitor.sees('answering');
    const seen = await visitor.page.evaluate(() => {
      const root = document.querySelector('mo-otp-gate')!.shadowRoot!;
      const { scale } = window.visualViewport!;
      const sizes = [...root.querySelectorAll<HTMLElement>('p, label, button, dd, li, summary, a, h2')]
        .filter((element) => element.innerText)
        .map((element) => parseFloat(getComputedStyle(element).fontSize) * scale);
      const { left, right } = root.querySelector('dialog')!.getBoundingClientRect();
      return { scale, smallest: Math.min(...sizes), fits: left >= 0 && right <= innerWidth };
    });
    assert.ok(seen.scale < 0.5, `the page is shown at ${seen.scale}`);
    assert.ok(seen.smallest >= 9, `${seen.smallest} px`);
    assert.equal(seen.fits, true);
    await visitor.types('123456');
    await visitor.sees('verified');
    await visitor.page.close();
  });

  /** The ways translators and extensions change texts. */
  const changes = {
    'replaced by <font>': (text: Text) => {
      const font = document.createElement('font');
      font.textContent = `«${text.data}»`;
      text.replaceWith(font);
    },
    'wrapped into nested <font>': (text: Text) => {
      const font = document.createElement('font');
      text.replaceWith(font);
      font.append(document.createElement('font'));
      font.firstChild!.appendChild(text);
    },
    removed: (text: Text) => text.remove(),
    'split in two': (text: Text) => void (text.length > 1 && text.splitText(1)),
  };
  for (const [how, change] of Object.entries(changes))
    test(`texts ${how}: countdown, notices and screens go on`, async () => {
      const visitor = await atChallenge(gate);
      const translates = () =>
        visitor.page.evaluate((source) => {
          const change = new Function(`return (${source})`)() as (text: Text) => void;
          const root = document.querySelector('mo-otp-gate')!.shadowRoot!;
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          const texts: Text[] = [];
          while (walker.nextNode())
            if ((walker.currentNode as Text).data.trim()) texts.push(walker.currentNode as Text);
          texts.forEach(change);
        }, String(change));
      const countdown = () =>
        visitor.page.evaluate(
          () => document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('[part=countdown]')!.textContent!,
        );
      await translates();
      const before = await countdown();
      await visitor.page.waitForFunction(
        (before) =>
          /^[^«]*\d/.test(
            document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('[part=countdown]')!.textContent!,
          ) &&
          document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('[part=countdown]')!.textContent !== before,
        {},
        before,
      );
      await translates();
      host.always['/v1/verify'] = { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 };
      await visitor.types('999999');
      await visitor.page.waitForFunction(() =>
        /맞지 않습니다/.test(document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('#notice')!.textContent!),
      );
      await translates();
      host.always['/v1/verify'] = verified;
      await visitor.types('123456');
      await visitor.sees('verified');
      assert.deepEqual(await visitor.faults(), []);
      await visitor.page.close();
    });

  test('events dispatched on document and window raise nothing', async () => {
    const visitor = await atChallenge(gate);
    await visitor.page.evaluate(() => {
      for (const type of [
        'click',
        'submit',
        'keydown',
        'keypress',
        'keyup',
        'focusin',
        'pointerover',
        'pagehide',
        'navigate',
      ])
        for (const target of [document, window])
          target.dispatchEvent(
            /^key/.test(type)
              ? new KeyboardEvent(type, { key: '1', bubbles: true })
              : new Event(type, { bubbles: true }),
          );
    });
    assert.deepEqual(await visitor.faults(), []);
    await visitor.page.close();
  });
});
