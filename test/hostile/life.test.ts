/** The life of the element: moved, cloned, adopted, registered twice, upgraded late, disconnected during a check. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { everywhere } from '../engines/everywhere.js';
import { challenge, gate, Host, script, verified, Visitor } from './host.js';

const doctype = '<!doctype html><meta charset="utf-8"><title>page</title>';
type Gate = HTMLElement & { show(): Promise<unknown>; phase: string; session: string; updateComplete: Promise<void> };

everywhere((engine) => {
  let host: Host;
  afterEach(() => host.close());
  async function visits(body: string) {
    host = await Host.open({ body: doctype + body + script });
    host.always = { '/v1/challenge': challenge, '/v1/verify': verified };
    const visitor = await Visitor.visits(engine, host);
    await visitor.page.waitForFunction(() => customElements.get('mo-otp-gate'));
    return visitor;
  }
  async function verifies(visitor: Visitor) {
    await visitor.opens();
    await visitor.sees('answering');
    await visitor.types('123456');
    await visitor.sees('verified');
    assert.deepEqual(await visitor.faults(), []);
    await visitor.page.close();
  }

  test('moved while it is open: it closes, and works in its new place', async () => {
    const visitor = await visits(`${gate}<section></section>`);
    await visitor.opens();
    await visitor.sees('answering');
    await visitor.page.evaluate(() =>
      document.querySelector('section')!.append(document.querySelector('mo-otp-gate')!),
    );
    await visitor.sees('closed');
    assert.equal(await visitor.page.evaluate(() => document.documentElement.style.overflow), '');
    await verifies(visitor);
  });

  test('cloned while it is open: the clone is closed, has the attributes and works by itself', async () => {
    const visitor = await visits(gate);
    await visitor.opens();
    await visitor.sees('answering');
    const clone = await visitor.page.evaluate(() => {
      const original = document.querySelector('mo-otp-gate') as Gate;
      const copy = original.cloneNode(true) as Gate;
      const outcome = [copy.phase, copy.session, copy.shadowRoot!.childElementCount];
      original.replaceWith(copy);
      return outcome;
    });
    assert.deepEqual(clone, ['closed', 'se_1', 0]);
    await verifies(visitor);
  });

  test('adopted into a frame’s document: it has its styles, and takes the code', async () => {
    const visitor = await visits(`${gate}<iframe width="480" height="600"></iframe>`);
    const look = await visitor.page.evaluate(async () => {
      const gate = document.querySelector('mo-otp-gate') as Gate;
      const { contentDocument } = document.querySelector('iframe')!;
      contentDocument!.body.append(gate);
      void gate.show();
      while (gate.phase !== 'answering') await new Promise(requestAnimationFrame);
      await gate.updateComplete;
      const { borderRadius, position } = contentDocument!.defaultView!.getComputedStyle(
        gate.shadowRoot!.querySelector('dialog')!,
      );
      gate.shadowRoot!.querySelector('input')!.focus();
      return [borderRadius, position, gate.shadowRoot!.querySelector('dialog')!.matches(':modal')];
    });
    assert.deepEqual(look, ['16px', 'fixed', true]);
    await visitor.types('123456');
    await visitor.page.waitForFunction(
      () =>
        (document.querySelector('iframe')!.contentDocument!.querySelector('mo-otp-gate') as Gate).phase === 'verified',
    );
    const back = await visitor.page.evaluate(() => {
      const gate = document.querySelector('iframe')!.contentDocument!.querySelector('mo-otp-gate')!;
      document.body.append(gate);
      return getComputedStyle(gate.shadowRoot!.querySelector('dialog')!).borderRadius;
    });
    assert.equal(back, '16px');
    await verifies(visitor);
  });

  test('its observed attributes are read as often as a registry likes, and a second registry takes it', async () => {
    const visitor = await visits(gate);
    const outcome = await visitor.page.evaluate(() => {
      const Gate = customElements.get('mo-otp-gate') as CustomElementConstructor & { observedAttributes: string[] };
      const read = [Gate.observedAttributes, Gate.observedAttributes].map((names) => names.includes('verifier'));
      customElements.define('mo-otp-second', class extends Gate {});
      const second = document.createElement('mo-otp-second') as Gate;
      second.session = 'se_2';
      let scoped = 'se_3';
      try {
        const registry = new CustomElementRegistry();
        registry.define('mo-otp-gate', Gate);
        const element = (document.createElement as any)('mo-otp-gate', { customElementRegistry: registry }) as Gate;
        element.session = 'se_3';
        scoped = element.session;
      } catch (error) {
        // browsers without scoped registries construct none
        if (!(error instanceof TypeError && /constructor/i.test(error.message))) scoped = String(error);
      }
      return [...read, second.session, scoped];
    });
    assert.deepEqual(outcome, [true, true, 'se_2', 'se_3']);
    await verifies(visitor);
  });

  test('upgraded late: properties that were set before the script came count', async () => {
    host = await Host.open({ body: `${doctype}<mo-otp-gate></mo-otp-gate>` });
    host.always = { '/v1/challenge': challenge, '/v1/verify': verified };
    const visitor = await Visitor.visits(engine, host);
    await visitor.page.evaluate(async () => {
      Object.assign(document.querySelector('mo-otp-gate')!, { verifier: '/v1', session: 'se_1' });
      await import('/dist/mo-otp-gate.js' as string);
    });
    await verifies(visitor);
  });

  test('disconnected during a check: the request ends, no event is late, and it works again', async () => {
    const visitor = await visits(gate);
    host.always = { '/v1/challenge': challenge, '/v1/verify': null };
    await visitor.opens();
    await visitor.sees('answering');
    await visitor.types('123456');
    await visitor.sees('checking');
    const events = await visitor.page.evaluate(async () => {
      const gate = document.querySelector('mo-otp-gate') as Gate;
      const heard: string[] = [];
      for (const type of ['verified', 'error', 'close'])
        gate.addEventListener(`mo-otp-${type}`, () => heard.push(type));
      gate.remove();
      await new Promise(requestAnimationFrame);
      document.body.append(gate);
      return heard;
    });
    assert.deepEqual(events, ['close']);
    host.always = { '/v1/challenge': challenge, '/v1/verify': verified };
    await verifies(visitor);
  });
});
