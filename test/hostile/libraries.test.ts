/** Pages with real players, scroll libraries and focus traps: none of them acts on what a learner does in the gate. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { everywhere } from '../engines/everywhere.js';
import { gate, Host, script, Visitor } from './host.js';

const library = (path: string) => `<script src="/node_modules/${path}"></script>`;
const doctype = '<!doctype html><meta charset="utf-8"><title>page</title>';
const manual = gate.replace('>', ' manual-submit>');

everywhere((engine) => {
  let host: Host;
  afterEach(() => host.close());

  async function atChallenge(body: string) {
    host = await Host.open({ body: doctype + body + script });
    const visitor = await Visitor.visitsChallenge(engine, host);
    // the guard of keys comes beside the first screen
    await visitor.page.waitForFunction(async () => {
      const guard = performance.getEntriesByType('resource').find(({ name }) => /key-guard/.test(name));
      return guard && (await import(guard.name), true);
    });
    return visitor;
  }
  async function isVerified(visitor: Visitor, code = '123456') {
    await visitor.sees('verified');
    assert.equal(host.asked.at(-1)!['proof'].code, code);
    assert.deepEqual(await visitor.faults(), []);
    await visitor.page.close();
  }
  const evaluate = <Result>(visitor: Visitor, run: () => Result) => visitor.page.evaluate(run);

  test('Plyr with global keys seeks to nothing, and digits arrive', async () => {
    const visitor = await atChallenge(
      `<link rel="stylesheet" href="/node_modules/plyr/dist/plyr.css"><video></video>${gate}
      ${library('plyr/dist/plyr.min.js')}
      <script>
        player = new Plyr('video', { keyboard: { focused: true, global: true }, iconUrl: '/none.svg', loadSprite: false });
        var seeks = 0;
        Object.defineProperty(player, 'currentTime', { get: function () { return 0 }, set: function () { seeks++ } });
      </script>`,
    );
    await visitor.types('123456');
    assert.equal(await evaluate(visitor, () => (window as any).seeks as number), 0);
    await isVerified(visitor);
  });

  test('Lenis does not scroll the page with the gate’s wheel, and digits arrive', async () => {
    const visitor = await atChallenge(
      `<div style="height: 5000px">long</div>${gate}${library('lenis/dist/lenis.min.js')}
      <script>
        var turns = 0, lenis = new Lenis({ autoRaf: true, virtualScroll: function () { turns++; return true } });
      </script>`,
    );
    const cancelled = await evaluate(visitor, () => {
      const field = document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('input')!;
      const turn = new WheelEvent('wheel', { deltaY: 200, bubbles: true, composed: true, cancelable: true });
      return !field.dispatchEvent(turn);
    });
    assert.equal(cancelled, false);
    assert.equal(await evaluate(visitor, () => (window as any).turns as number), 0);
    await visitor.types('123456');
    await isVerified(visitor);
  });

  test('Bootstrap’s modal lets the focus stay in a gate beside it, and gets it back', async () => {
    const visitor = await atChallenge(
      `<div class="modal" id="modal" tabindex="-1"><div class="modal-dialog"><div class="modal-content">
        <button id="start">수강하기</button></div></div></div>${manual}
      ${library('bootstrap/dist/js/bootstrap.bundle.min.js')}
      <script>
        var modal = new bootstrap.Modal('#modal', { backdrop: false });
        modal.show();
        start.focus();
      </script>`,
    );
    await visitor.clicks('input', 0.05);
    await visitor.types('123456');
    assert.equal(await visitor.digits(), '123456');
    await visitor.presses('Enter');
    await visitor.sees('verified');
    await visitor.presses('Escape');
    await visitor.sees('closed');
    assert.equal(await evaluate(visitor, () => document.activeElement?.id), 'start');
    assert.equal(await evaluate(visitor, () => document.querySelector('#modal')!.classList.contains('show')), true);
    await visitor.page.close();
  });

  test('focus-trap around the gate lets every control work, and gets the focus back', async () => {
    const visitor = await atChallenge(
      `<div id="trap"><button id="start">수강하기</button>${manual}</div>
      ${library('tabbable/dist/index.umd.min.js')}${library('focus-trap/dist/focus-trap.umd.min.js')}
      <script>
        var trap = focusTrap.createFocusTrap('#trap', { escapeDeactivates: true, onDeactivate: function () { left = true } });
        var left = false;
        trap.activate();
        start.focus();
      </script>`,
    );
    await visitor.clicks('input', 0.05);
    await visitor.types('123456');
    assert.equal(await visitor.digits(), '123456');
    await visitor.clicks('[part=submit]');
    await visitor.sees('verified');
    await visitor.clicks('[part=close]');
    await visitor.sees('closed');
    assert.equal(await evaluate(visitor, () => document.activeElement?.id), 'start');
    assert.equal(await evaluate(visitor, () => (window as any).left as boolean), false);
    await visitor.page.close();
  });

  /** Guards as pages write them: they look at the tag of what has the focus, which is the gate's host. */
  const guards = {
    'digits, as hotkeys of players do': `addEventListener('keydown', function (event) {
      if (!/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName) && /^\\d$/.test(event.key)) {
        event.preventDefault();
        event.stopPropagation();
      }
    })`,
    'digits, while it captures on document': `document.addEventListener('keydown', function (event) {
      if (!/^(INPUT|TEXTAREA)$/.test(event.target.tagName) && /^\\d$/.test(event.key)) {
        event.preventDefault();
        event.stopPropagation();
      }
    }, true)`,
    'digits, at keypress': `document.onkeypress = function (event) {
      return /^(INPUT|TEXTAREA)$/.test(event.target.tagName);
    }`,
    Backspace: `document.onkeydown = function (event) {
      if (event.keyCode === 8 && !/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return false;
    }`,
    'Backspace, while it captures on window': `addEventListener('keydown', function (event) {
      if (event.keyCode === 8 && !/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) event.preventDefault();
    }, true)`,
  };
  for (const [what, guard] of Object.entries(guards))
    test(`a page that cancels ${what}`, async () => {
      const visitor = await atChallenge(`${manual}<script>${guard}</script>`);
      await visitor.hands.keys(['1', '2', '3', '4', '5', '9', 'Backspace', '6']);
      await visitor.presses('Enter');
      await isVerified(visitor);
    });

  test('a page that cancels keys before the gate hears them is warned once', async () => {
    const visitor = await atChallenge(
      `<script>
        var warnings = [], warn = console.warn;
        console.warn = function (message) { warnings.push(message); warn.apply(console, arguments) };
        addEventListener('keydown', function (event) { event.preventDefault() }, true);
      </script>${gate}`,
    );
    await visitor.types('123456');
    await visitor.sees('verified');
    const warnings = await evaluate(visitor, () => (window as any).warnings as string[]);
    assert.equal(warnings.filter((warning) => /cancels keys/.test(warning)).length, 1);
    await isVerified(visitor);
  });

  test('Escape in the gate closes the gate and does not leave the lesson', async () => {
    const visitor = await atChallenge(
      `${gate}<script>
        var left = [];
        ['keydown', 'keyup'].forEach(function (type) {
          addEventListener(type, function (event) { if (event.key === 'Escape') left.push(type) });
        });
      </script>`,
    );
    await visitor.presses('Escape');
    await visitor.sees('closed');
    await evaluate(visitor, () => new Promise((next) => requestAnimationFrame(next)));
    assert.deepEqual(await evaluate(visitor, () => (window as any).left as string[]), []);
    await visitor.hands.keys(['Escape']);
    assert.deepEqual(await evaluate(visitor, () => (window as any).left as string[]), ['keydown', 'keyup']);
    await visitor.page.close();
  });

  for (const place of ['document', 'every element'])
    test(`copy protection on ${place}: the caret goes where it is clicked, a drag selects, copying works`, async () => {
      const cancels = `'contextmenu selectstart dragstart copy cut paste mousedown'.split(' ')`;
      const guard =
        place === 'document'
          ? `${cancels}.forEach(function (type) {
              document.addEventListener(type, function (event) {
                if (!/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) event.preventDefault();
              });
            })`
          : `document.querySelectorAll('*').forEach(function (element) {
              ${cancels}.forEach(function (type) { element['on' + type] = function () { return false } });
            })`;
      const visitor = await atChallenge(`<div>${manual}</div><script>${guard}</script>`);
      await visitor.types('129456');
      await visitor.clicks('[part=cell]:nth-child(3)');
      await visitor.types('3');
      assert.equal(await visitor.digits(), '123456');
      await visitor.hands.drag(await visitor.where('input', 0.01), await visitor.where('input', 0.5));
      const selected = await evaluate(visitor, () => {
        const field = document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('input')!;
        const copy = new ClipboardEvent('copy', { bubbles: true, composed: true, cancelable: true });
        return [field.selectionEnd! - field.selectionStart! > 1, field.dispatchEvent(copy)];
      });
      assert.deepEqual(selected, [true, true]);
      await visitor.hands.keys(['End']);
      await visitor.presses('Enter');
      await isVerified(visitor);
    });

  test('events of what the page puts into a slot reach the page', async () => {
    const visitor = await atChallenge(
      gate.replace('></', '><p slot="help"><button id="call">전화</button><input id="own"></p></') +
        `<script>
          var heard = [];
          ['click', 'keydown', 'input'].forEach(function (type) {
            addEventListener(type, function (event) { heard.push(type + ' ' + event.target.id) });
          });
        </script>`,
    );
    await evaluate(visitor, () => {
      document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('details')!.open = true;
      document.querySelector<HTMLElement>('#call')!.click();
      document.querySelector<HTMLElement>('#own')!.focus();
    });
    await visitor.types('7');
    assert.deepEqual(await evaluate(visitor, () => (window as any).heard as string[]), [
      'click call',
      'keydown own',
      'input own',
    ]);
    await visitor.page.close();
  });
});
