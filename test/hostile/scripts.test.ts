/**
 * Pages with scripts of their own: old libraries that change built-ins, frames, a second copy of the gate, pages that
 * put it in and out.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import type { Challenge } from '../../widget/contract.js';
import { everywhere } from '../engines/everywhere.js';
import { challenge, gate, Host, script, verified, Visitor } from './host.js';

everywhere((engine) => {
  let host: Host;
  afterEach(() => host.close());
  const page = (body: string) => ({ body: `<!doctype html><meta charset="utf-8"><title>page</title>${body}` });

  /** A challenge of another method. */
  const question = (method: string, params: object) =>
    ({ ...challenge, method, params, offers: [method], attemptsLeft: undefined }) as unknown as Challenge;
  const salt = 'c0ffee?expires=1763793600';
  const puzzle = {
    kind: 'work',
    algorithm: 'SHA-256',
    challenge: createHash('sha256').update(`${salt}150`).digest('hex'),
    salt,
    signature: '5i9n',
    maxNumber: 300,
  };

  async function verifies(visitor: Visitor) {
    await visitor.opens();
    await visitor.sees('answering');
    await visitor.types('123456');
    await visitor.sees('verified');
  }

  /**
   * What Prototype.js 1.6 and 1.7 put in the place of built-ins: other results, other arguments, and arrays that become
   * strings in JSON.
   */
  const changedBuiltIns = `<script>
    Array.prototype.toJSON = String.prototype.toJSON = function () { return '"changed"' };
    Array.prototype.entries = Array.prototype.toArray = function () { return this.slice() };
    Array.from = function (list) { var copy = []; for (var i = 0; i < (list ? list.length : 0); i++) copy.push(list[i]); return copy };
    Array.prototype.reduce = function () { return this.length > 1 ? this : this[0] };
    Array.prototype.each = Array.prototype.forEach;
    Array.prototype.without = Array.prototype.invoke = function () { return [] };
    Function.prototype.bind = function (self) { var f = this, first = [].slice.call(arguments, 1); return function () { return f.apply(self, first.concat([].slice.call(arguments))) } };
    'show hide update replace insert select remove toggle visible next previous up down clone identify match'.split(' ').forEach(function (name) {
      HTMLElement.prototype[name] = name === 'remove' ? function () { this.parentNode.removeChild(this); return this } : function () { throw new Error('the page’s own ' + name) };
    });
  </script>`;

  test('a page whose old library has changed the built-ins', async () => {
    host = await Host.open(page(changedBuiltIns + gate + script));
    host.answers = [challenge, { status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 }, verified];
    const visitor = await Visitor.visits(engine, host);
    await visitor.walksThrough();
    assert.equal(host.asked[2]!['proof'].code, '123456');
    assert.deepEqual(await visitor.faults(), []);
    await visitor.page.close();
  });

  for (const [method, answers] of Object.entries({
    'the phone': [question('phone', { url: 'about:blank', redirect: 'https://otp.test/go' }), verified],
    'the captcha': [question('captcha', puzzle), verified],
    'the OTP of the browser': [
      question('web-otp', {
        state: 'enrol',
        digits: 6,
        period: 60,
        device: 'de_1',
        key: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3',
      }),
      verified,
    ],
  }))
    test(`a page whose old library has changed the built-ins, and ${method}`, async () => {
      host = await Host.open(page(changedBuiltIns + gate + script));
      host.answers = answers;
      const visitor = await Visitor.visits(engine, host);
      await visitor.opens();
      await visitor.sees('answering');
      await visitor.presses('Enter');
      // no window opens at that address: the check goes on in this one
      if (method === 'the phone')
        await visitor.page.waitForFunction(() =>
          document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('a[part=submit]'),
        );
      else await visitor.sees('verified');
      assert.deepEqual(await visitor.faults(), []);
      await visitor.page.close();
    });

  test('a page whose old library has changed the built-ins, and the loader', async () => {
    host = await Host.open(page(`${changedBuiltIns}<script src="/dist/loader.js" data-verifier="/v1"></script>`));
    host.answers = [challenge, verified];
    const visitor = await Visitor.visits(engine, host);
    const token = visitor.page.evaluate(async () => (await window.MoOtpGate!.open({ session: 'se_1' }))?.token);
    await visitor.finds('mo-otp-gate');
    await visitor.sees('answering');
    await visitor.types('123456');
    assert.equal(await token, 'signed.by.verifier');
    assert.deepEqual(await visitor.faults(), []);
    await visitor.page.close();
  });

  for (const version of ['jquery', 'jquery-1'])
    test(`a page with ${version} hears the gate’s events, and reads their details`, async () => {
      const jquery = readFileSync(fileURLToPath(import.meta.resolve(`${version}/dist/jquery.min.js`)), 'utf8');
      host = await Host.open(
        page(`<script>${jquery}</script><div id="wrap">${gate}</div>${script}<script>
        $.ajaxSetup({ headers: { 'X-Of-The-Page': '1' } });
        $('#wrap').on('mo-otp-verified', 'mo-otp-gate', function (event) { document.title = event.originalEvent.detail.token });
        $(document).on('keydown keypress submit click', function (event) { event.stopPropagation() });
      </script>`),
      );
      host.answers = [challenge, verified];
      const visitor = await Visitor.visits(engine, host);
      await verifies(visitor);
      assert.equal(await visitor.page.title(), 'signed.by.verifier');
      assert.deepEqual(await visitor.faults(), []);
      await visitor.page.close();
    });

  test('two copies of the script: the first one serves, nothing is thrown', async () => {
    host = await Host.open(page(gate + script + script.replace('.js', '.js?again')));
    host.answers = [challenge, verified];
    const visitor = await Visitor.visits(engine, host);
    await visitor.page.waitForFunction(
      () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('mo-otp-gate.js')).length === 2,
    );
    await verifies(visitor);
    assert.deepEqual(await visitor.faults(), []);
    await visitor.page.close();
  });

  test('a frame of the page’s own origin holds the gate, and the focus goes into it', async () => {
    const inner = page(gate + script).body.replaceAll('"', '&quot;');
    host = await Host.open(page(`<p>around</p><iframe srcdoc="${inner}" width="420" height="640"></iframe>`));
    host.answers = [challenge, verified];
    const visitor = await Visitor.visits(engine, host);
    const phase = (wanted: string) =>
      visitor.page.waitForFunction(
        (wanted: string) => {
          const gate = document
            .querySelector('iframe')!
            .contentDocument!.querySelector('mo-otp-gate') as HTMLElement & { phase?: string; show(): unknown };
          if (gate.phase === 'closed') gate.show();
          return gate.phase === wanted;
        },
        {},
        wanted,
      );
    await phase('answering');
    await visitor.types('123456');
    await phase('verified');
    await visitor.page.close();
  });

  for (const [what, submits] of [
    ['with a question open', false],
    ['during a check', true],
  ] as const)
    test(`a hundred gates put in and taken out ${what} leave no element, no timer, no request`, async () => {
      host = await Host.open(page(script));
      host.always = { '/v1/challenge': challenge, '/v1/verify': null };
      const visitor = await Visitor.visits(engine, host);
      await visitor.page.waitForFunction(() => customElements.get('mo-otp-gate'));
      await visitor.page.evaluate(async (submits) => {
        const timers = new Set<unknown>();
        const [set, clear] = [window.setTimeout, window.clearTimeout];
        window.setTimeout = ((run: () => void, ...rest: number[]) => {
          const timer: unknown = set(() => (timers.delete(timer), run()), ...rest);
          timers.add(timer);
          return timer;
        }) as typeof setTimeout;
        window.clearTimeout = (timer) => (timers.delete(timer), clear(timer));
        const gates: WeakRef<Element>[] = [];
        for (let cycle = 0; cycle < 100; cycle++) {
          const gate = Object.assign(document.createElement('mo-otp-gate'), {
            verifier: '/v1',
            session: 'se_1',
          }) as HTMLElement & { phase: string; show(): Promise<unknown>; updateComplete: Promise<unknown> };
          gates.push(new WeakRef(gate));
          document.body.append(gate);
          void gate.show();
          while (gate.phase === 'requesting') await new Promise(requestAnimationFrame);
          await gate.updateComplete;
          if (submits) {
            const field = gate.shadowRoot!.querySelector('input')!;
            field.value = '123456';
            field.dispatchEvent(new Event('input'));
            if (gate.phase !== 'checking') throw new Error(gate.phase);
          }
          gate.remove();
        }
        window.setTimeout = set; // drivers have timers of their own
        Object.assign(window, { left: () => [gates.filter((gate) => gate.deref()).length, timers.size] });
      }, submits);
      await visitor.page.waitForFunction(() => document.querySelector('mo-otp-gate') === null);
      const left = () => visitor.page.evaluate(() => (window as unknown as { left(): number[] }).left());
      await visitor.page.waitForFunction(() => (window as unknown as { left(): number[] }).left()[1] === 0);
      // only Chromium collects garbage on demand. What a task has read through a WeakRef lives until its end, and
      // closed sockets take a moment
      if (engine.name === 'chromium') {
        const session = await (visitor.page as unknown as Page).createCDPSession();
        await session.send('HeapProfiler.enable');
        let elements = Infinity;
        for (let round = 0; round < 5 && elements > 1; round++) {
          await session.send('HeapProfiler.collectGarbage');
          elements = (await left())[0]!;
        }
        // the last one may still be what the browser remembers as focused
        assert.ok(elements <= 1, `${elements} elements are left`);
      }
      await visitor.page.close();
    });
});
