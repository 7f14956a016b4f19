/**
 * A page never acts on what a learner does in the gate. A generated table: event × place of the page's listener × phase
 * of the event; each row says who hears it, and six digits arrive at the verifier.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { everywhere } from '../engines/everywhere.js';
import { challenge, gate, Host, script, verified, Visitor } from './host.js';

/** Every event that keyboard, mouse, touch, clipboard, selection or drag and drop dispatch and that bubbles. */
const types = {
  /** By opening the gate, clicking into the field and typing. */
  typing: `
    keydown keypress keyup beforeinput input focusin focusout selectionchange pointerdown pointerup
    mousedown mouseup click selectstart
  `
    .trim()
    .split(/\s+/),
  others: `
    compositionstart compositionupdate compositionend copy cut paste dblclick auxclick contextmenu
    pointermove pointerover pointerout pointercancel mousemove mouseover mouseout wheel touchstart touchmove
    touchend touchcancel dragstart drag dragend dragenter dragover dragleave drop select gotpointercapture
    lostpointercapture
  `
    .trim()
    .split(/\s+/),
};
const places = ['ancestors', 'body', 'document', 'window'] as const;
const phases = ['capture', 'bubble'] as const;

interface Row {
  type: string;
  place: (typeof places)[number];
  phase: (typeof phases)[number];
}

everywhere((engine) => {
  let host: Host;
  let visitor: Visitor;
  before(async () => {
    host = await Host.open({
      body: `<!doctype html><meta charset="utf-8"><title>page</title><div><div>${gate}</div></div>${script}`,
    });
    host.always = { '/v1/challenge': challenge, '/v1/verify': verified };
    visitor = await Visitor.visits(engine, host);
  });
  after(() => host.close());
  afterEach(async () => {
    await visitor.page.evaluate(() => (window as any).stopListening?.());
    await closes();
  });

  /**
   * Adds the row's listener, which cancels what it hears unless it is an `<input>`'s, as guards of players do. Where it
   * captures it cancels keys only: nothing can be done about a page that captures and cancels everything else.
   */
  const listens = ({ type, place, phase }: Row) =>
    visitor.page.evaluate(
      (type, place, capture) => {
        let heard = 0;
        const listener = (event: Event) => {
          if (!(event.target as Node)?.isSameNode?.(document.querySelector('mo-otp-gate'))) return;
          heard++;
          if (!capture || /^key/.test(type)) event.preventDefault();
          if (!capture) event.stopPropagation();
        };
        const ancestors = [...document.querySelectorAll('div')];
        const targets = { ancestors, body: [document.body], document: [document], window: [window] }[place];
        const options = { capture, passive: false };
        for (const target of targets as EventTarget[]) target.addEventListener(type, listener, options);
        Object.assign(window, {
          heard: () => heard,
          stopListening: () => {
            for (const target of targets as EventTarget[]) target.removeEventListener(type, listener, options);
          },
        });
      },
      type,
      place,
      phase === 'capture',
    );
  const heard = () => visitor.page.evaluate(() => (window as any).heard() as number);
  const dispatches = (type: string) =>
    visitor.page.evaluate((type) => {
      const controls = document.querySelector('mo-otp-gate')!.shadowRoot!.querySelectorAll('input, button, summary');
      for (const control of controls)
        control.dispatchEvent(new Event(type, { bubbles: true, composed: true, cancelable: true }));
    }, type);
  const closes = () =>
    visitor.page.evaluate(() => (document.querySelector('mo-otp-gate') as HTMLElement & { close(): void }).close());

  for (const place of places)
    for (const phase of phases) {
      for (const type of types.typing)
        test(`${type} on ${place}, ${phase}: ${phase === 'capture' ? 'heard' : 'not heard'}, and six digits arrive`, async () => {
          const sent = host.asked.length;
          await listens({ type, place, phase });
          await visitor.opens();
          await visitor.sees('answering');
          await visitor.clicks('input', 0.05);
          await visitor.types('123456');
          await visitor.sees('verified');
          assert.equal(host.asked[sent + 1]!['proof'].code, '123456');
          await dispatches(type);
          assert.equal((await heard()) > 0, phase === 'capture');
        });

      test(`${types.others.length} other events on ${place}, ${phase}: ${phase === 'capture' ? 'heard' : 'not heard'}`, async () => {
        await visitor.opens();
        await visitor.sees('answering');
        const found: string[] = [];
        for (const type of types.others) {
          await listens({ type, place, phase });
          await dispatches(type);
          if (await heard()) found.push(type);
          await visitor.page.evaluate(() => (window as any).stopListening());
        }
        assert.deepEqual(found, phase === 'capture' ? types.others : []);
        await visitor.types('123456');
        await visitor.sees('verified');
      });
    }
});
