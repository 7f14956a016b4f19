/** The gate is seen, or it is not open: never an inert page with nothing to see. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { everywhere } from '../engines/everywhere.js';
import { challenge, gate, Host, script, verified, Visitor } from './host.js';

const doctype = '<!doctype html><meta charset="utf-8"><title>page</title>';

everywhere((engine) => {
  let host: Host;
  afterEach(() => host.close());
  async function visits(body: string) {
    host = await Host.open({ body: doctype + body });
    host.always = { '/v1/challenge': challenge, '/v1/verify': verified };
    return Visitor.visits(engine, host);
  }
  const isDefined = (visitor: Visitor) => visitor.page.waitForFunction(() => customElements.get('mo-otp-gate'));
  /** Opens the gate and waits for how its promise ends. */
  const shows = (visitor: Visitor) =>
    visitor.page.evaluate(async () => {
      const gate = document.querySelector('mo-otp-gate') as HTMLElement & { show(): Promise<unknown>; phase: string };
      const errors: string[] = [];
      gate.addEventListener('mo-otp-error', (event) => {
        event.preventDefault();
        errors.push((event as unknown as { error: { code: string } }).error.code);
      });
      const rejected = await gate.show().catch((error: { code: string }) => error.code);
      await new Promise(requestAnimationFrame);
      const dialog = gate.shadowRoot!.querySelector('dialog')!;
      return { rejected, errors, phase: gate.phase, modal: dialog.matches(':modal') };
    });
  const refused = { rejected: 'not-visible', errors: ['not-visible'], phase: 'closed', modal: false };

  const hiding = {
    'a hidden ancestor': `<div hidden>${gate}</div>`,
    'an ancestor with display: none': `<div style="display: none"><p>${gate}</p></div>`,
    'an ancestor with content-visibility: hidden': `<div style="content-visibility: hidden">${gate}</div>`,
    'a closed dialog of the page': `<dialog>${gate}</dialog>`,
    'a closed <details>': `<details><summary>more</summary>${gate}</details>`,
  };
  for (const [where, body] of Object.entries(hiding))
    test(`in ${where} it does not open, and the page stays usable`, async (story) => {
      const visitor = await visits(
        `${body}<button id="other" onclick="document.title = 'pressed'">other</button>${script}`,
      );
      await isDefined(visitor);
      if (
        /content-visibility/.test(where) &&
        !(await visitor.page.evaluate(() => CSS.supports('content-visibility', 'hidden')))
      ) {
        await visitor.page.close();
        await host.close(); // no hook runs after a story that skips itself (Node 20)
        return story.skip('this browser does not know content-visibility');
      }
      assert.deepEqual(await shows(visitor), refused);
      const { x, y } = await visitor.page.evaluate(() => {
        const { left, top } = document.querySelector('#other')!.getBoundingClientRect();
        return { x: left + 5, y: top + 5 };
      });
      await visitor.hands.click({ x, y }, 1);
      assert.equal(await visitor.page.title(), 'pressed');
      assert.equal(await visitor.page.evaluate(() => document.documentElement.style.overflow), '');
      await visitor.page.close();
    });

  test('in a frameset’s own document it is seen and takes the code, or does not open', async () => {
    host = await Host.open({
      body: `<!doctype html><title>frames</title><script type="module">
        import '/dist/mo-otp-gate.js';
        const gate = document.createElement('mo-otp-gate');
        Object.assign(gate, { verifier: '/v1', session: 'se_1' });
        document.body.append(gate);
      </script><frameset cols="50%,50%"><frame src="about:blank"><frame src="about:blank"></frameset>`,
    });
    host.always = { '/v1/challenge': challenge, '/v1/verify': verified };
    const visitor = await Visitor.visits(engine, host);
    await visitor.finds('mo-otp-gate');
    const outcome = await visitor.page.evaluate(async () => {
      const gate = document.querySelector('mo-otp-gate') as HTMLElement & { show(): Promise<unknown>; phase: string };
      gate.addEventListener('mo-otp-error', (event) => event.preventDefault());
      let rejected = '';
      gate.show().catch((error: { code: string }) => (rejected = error.code));
      while (!rejected && gate.phase !== 'answering') await new Promise((next) => setTimeout(next));
      const { left, top } = gate.shadowRoot!.querySelector('dialog')!.getBoundingClientRect();
      return rejected || document.elementFromPoint(left + 9, top + 9)?.localName;
    });
    if (outcome === 'not-visible') await visitor.sees('closed');
    else {
      assert.equal(outcome, 'mo-otp-gate');
      await visitor.types('123456');
      await visitor.sees('verified');
    }
    await visitor.page.close();
  });

  test('in a closed shadow root it opens, and takes the code', async () => {
    const visitor = await visits(
      `<div id="host"></div>${script}<script>
        const root = document.querySelector('#host').attachShadow({ mode: 'closed' });
        root.innerHTML = '${gate}';
        document.title = 'page';
        const hidden = root.firstChild;
        hidden.addEventListener('mo-otp-verified', () => (document.title = 'verified'));
        customElements.whenDefined('mo-otp-gate').then(() => hidden.show());
        (function look() {
          if (hidden.phase === 'answering') document.title = 'answering';
          else setTimeout(look, 20);
        })();
      </script>`,
    );
    await visitor.page.waitForFunction(() => document.title === 'answering');
    await visitor.types('123456');
    await visitor.page.waitForFunction(() => document.title === 'verified');
    await visitor.page.close();
  });

  test('out of the document it does not open, and opens once it is back', async () => {
    const visitor = await visits(gate + script);
    await isDefined(visitor);
    const outcome = await visitor.page.evaluate(async () => {
      const gate = document.querySelector('mo-otp-gate') as HTMLElement & { show(): Promise<unknown> };
      gate.addEventListener('mo-otp-error', (event) => event.preventDefault());
      gate.remove();
      const rejected = await gate.show().catch((error: { code: string }) => error.code);
      document.body.append(gate);
      return rejected;
    });
    assert.equal(outcome, 'not-visible');
    await visitor.opens();
    await visitor.sees('answering');
    await visitor.types('123456');
    await visitor.sees('verified');
    await visitor.page.close();
  });

  for (const how of ['a dialog that closes around it', 'a popover that closes around it', 'an ancestor that is hidden'])
    test(`${how} closes the open gate`, async () => {
      const isPopover = /popover/.test(how);
      const around = isPopover ? '<div id="around" popover="manual">' : '<dialog id="around" open>';
      const visitor = await visits(`${around}<p>page</p>${gate}${isPopover ? '</div>' : '</dialog>'}${script}`);
      await isDefined(visitor);
      const outcome = await visitor.page.evaluate(async (how) => {
        const gate = document.querySelector('mo-otp-gate') as HTMLElement & { show(): Promise<unknown>; phase: string };
        const around = document.querySelector<HTMLDialogElement>('#around')!;
        if (/popover/.test(how)) around.showPopover();
        gate.addEventListener('mo-otp-error', (event) => event.preventDefault());
        const shown = gate.show().catch((error: { code: string }) => error.code);
        while (gate.phase !== 'answering') await new Promise(requestAnimationFrame);
        if (/dialog/.test(how)) around.close();
        else if (/popover/.test(how)) around.hidePopover();
        else around.hidden = true;
        return [await shown, gate.phase];
      }, how);
      assert.deepEqual(outcome, ['not-visible', 'closed']);
      await visitor.page.close();
    });

  const shown = {
    'a page that hides the body’s children': `<style>body > :not(#root) { display: none !important }</style>${gate}`,
    'an inert page': `<div inert>${gate}</div>`,
    'a host without size': `<style>mo-otp-gate { width: 0; height: 0; overflow: hidden }</style>${gate}`,
    'a transparent, clipped, shifted ancestor': `<div style="opacity: 0; overflow: hidden; height: 0; transform: translateX(-9999px); visibility: hidden">${gate}</div>`,
  };
  for (const [where, body] of Object.entries(shown))
    test(`in ${where} it is seen, and takes the code`, async () => {
      const visitor = await visits(body + script);
      await visitor.opens();
      await visitor.sees('answering');
      const seen = await visitor.page.evaluate(() => {
        const root = document.querySelector('mo-otp-gate')!.shadowRoot!;
        const { left, top, width, height } = root.querySelector('input')!.getBoundingClientRect();
        return root.elementFromPoint(left + width / 4, top + height / 2)?.localName;
      });
      assert.equal(seen, 'input');
      await visitor.types('123456');
      await visitor.sees('verified');
      await visitor.page.close();
    });
});
