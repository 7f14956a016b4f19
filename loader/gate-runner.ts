/**
 * Runs gates for the loader: `open()`, and the sequence behind a gated press: ask the site, open the gate, send the
 * token to the site, repeat the press. Bundled into one file with the element, because each page that needs one needs both.
 */
import { GateError } from '../widget/errors.js';
import { callSite } from './call-site.js';
import type { Label } from './labels.js';
import type { LoaderInternals, OpenOptions, Press, Verification } from './loader.js';
import { placeElement } from './placement.js';
import { innermost, isControl, pressable, repeat, type Pressable } from './presses.js';
import { withFurther } from './with-further.js';

/** The part of `<mo-otp-gate>` that this file uses. */
interface Gate extends HTMLElement {
  show(): Promise<Verification | null>;
  close(): void;
}

let loader: LoaderInternals;
/** The control whose gate is running. */
let busy: Element | undefined;
/** True while this file repeats a press. */
let replaying = false;

/** Adds a gate to the page, as the script tag, the control and the options want it, and removes it when it closes. */
async function addGate(options?: OpenOptions, carrier?: HTMLElement) {
  if (typeof options?.session !== 'string') throw new GateError('not-configured', 'open({ session: "…" })');
  const gate = document.createElement('mo-otp-gate') as unknown as Gate;
  const declared = { ...loader.script.dataset, ...carrier?.dataset, ...options };
  if (/moOtp[^G]|proceed/.test(String(Object.keys(declared))))
    await withFurther((further) => further.applyDeclared(gate, declared));
  Object.assign(gate, { verifier: loader.script.dataset['verifier'] }, options);
  // an element that takes the focus shows where the gate can
  const marker = loader.button.cloneNode() as HTMLElement;
  const focused = await placeElement(marker);
  gate.addEventListener('mo-otp-close', () => {
    gate.remove();
    focused.focus();
  });
  marker.replaceWith(gate);
  return gate;
}

/** Prototype.js replaces `remove()` with one that throws for a detached node. */
const removeButton = () => loader.button.parentNode?.removeChild(loader.button);

/** Shows the button in the window until it is pressed; its label follows. */
function offer(label: Label, control: HTMLElement, run: () => void) {
  const { button } = loader;
  button.onclick = () => {
    removeButton();
    run();
  };
  void placeElement(button);
  void withFurther((further) => further.setLabel(button, label, control));
}

/** Decides on each event of the page, and on those that the loader intercepted before this file was here. */
function press(event: Press, path = event.composedPath() as HTMLElement[]) {
  const target = path[0]!;
  const isSubmit = event.type === 'submit';
  // a submit event does not leave its shadow root
  for (const node of path) if (node.nodeType === 11) node.addEventListener('submit', press, true);
  // the controls of a gate that is in a gated form or fieldset are its own
  const carrier = innermost(path, '[data-mo-otp-gate],mo-otp-gate')!;
  const endpoint = (carrier as Pressable | undefined)?.dataset['moOtpGate'];
  if (endpoint === undefined || replaying || !/submit|click/.test(event.type))
    return event.target || repeat(event, target, target);
  const control = isSubmit ? target : innermost(path, pressable)!;
  // a form (only forms have an action) is gated when it is submitted, not at each click inside it
  const isGated = isSubmit || (!carrier.action && isControl(control));
  // the browser handles other tabs, other windows and downloads
  const isFree =
    event.button ||
    event.altKey ||
    event.ctrlKey ||
    event.metaKey ||
    event.shiftKey ||
    control.getAttribute('target') === '_blank';
  if (!isGated || isFree) {
    if (isGated || (control === carrier && !carrier.elements))
      void withFurther((further) => further.reportUngated(control, event));
    // intercepted by the loader without need
    if (!event.eventPhase) repeat(event, target, target);
    return;
  }
  // the page's own handlers see the event once: the replay
  event.preventDefault();
  event.stopImmediatePropagation();
  if (busy) return;

  const twin = control.cloneNode(true);
  /** The control, or the same one after the page has rendered it anew. */
  const find = () =>
    (!control.isConnected &&
      [...document.querySelectorAll<HTMLElement>(control.localName)].find((node) => node.isEqualNode(twin))) ||
    control;
  const replay = () => {
    replaying = true;
    repeat(event, target, find());
    replaying = false;
  };

  /** From the site's answer to the repeated press. `verified`: a verification that the site has not received yet. */
  const run = async (verified?: Verification | null) => {
    let gate: Gate | undefined;
    busy = control;
    control.ariaBusy = 'true';
    removeButton();
    try {
      const reply = await callSite(endpoint);
      const { required, session, preview } = await reply.json();
      if (required) {
        verified ||= await (gate = await addGate({ session, preview }, carrier)).show();
        // where a redirect led, because a redirected POST loses its token
        if (verified) await callSite(reply.url, verified.token);
        else find().focus();
      }
      if (busy !== control || verified === null) return;
      // a browser blocks windows without user activation, which one more press brings back
      const { userActivation } = navigator;
      if (!userActivation?.hasBeenActive || userActivation.isActive) replay();
      else if (!(await withFurther((further) => further.proceed(control, replay, gate))))
        offer('proceed', control, replay);
    } catch (failure) {
      if (busy !== control) return;
      const reported = withFurther((further) => further.report(carrier, failure));
      // the page is left; without a connection nothing comes
      if (failure) await reported;
      // a site that answers explains the refusal on the link's own page; a form's content is not risked for that
      if (failure && !isSubmit) return replay();
      gate?.close();
      const label = failure instanceof GateError ? 'failed' : failure ? 'refused' : 'unreachable';
      offer(label, control, () => run(failure ? undefined : verified));
    } finally {
      control.ariaBusy = null;
      if (busy === control) busy = undefined;
    }
  };
  void run();
}
/** Replaces the loader's stubs, once. */
function takeOver() {
  if (loader || !window.MoOtpGate) return;
  loader = window.MoOtpGate as LoaderInternals;
  // a connection to the verifier while the site is asked
  const { verifier: href } = loader.script.dataset;
  document.head.append(Object.assign(document.createElement('link'), { rel: 'preconnect', href, crossOrigin: '' }));
  if (document.querySelectorAll('[data-verifier]').length !== 1)
    void withFurther((further) => further.reportTags(loader));
  removeButton();
  // a page that is restored from the back/forward cache does not replay by itself
  addEventListener('pagehide', () => (busy = undefined));
  // a middle click
  addEventListener('auxclick', press as (event: Event) => void, true);
  loader.open = async (options) => (await addGate(options)).show();
  loader.run = press as NonNullable<LoaderInternals['run']>;
}

takeOver();
// a page may load this file itself, before the loader
document.addEventListener('load', takeOver, true);
