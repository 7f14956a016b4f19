/**
 * Runs gates for the loader: `open()`, and the sequence behind a gated press: ask the site, open the gate, send the token
 * to the site, repeat the press. Bundled into one file with the element, because each page that needs one needs both.
 */
import { GateError } from '../widget/errors.js';
import { callSite } from './call-site.js';
import type { LoaderInternals, OpenOptions, Press, Verification } from './loader.js';
import { placeElement } from './placement.js';
import { innermost, isControl, isPlain, pressable, repeat } from './presses.js';

/** The part of `<mo-otp-gate>` that this file uses. */
interface Gate extends HTMLElement {
  show(): Promise<Verification | null>;
  close(): void;
}

let loader: LoaderInternals;
/** Label of the retry button after a network failure. */
let networkFailed: string | null;
/** The control whose gate is running. */
let busy: Element | undefined;
/** True while this file repeats a press. */
let replaying = false;
/** The control that the console named last. */
let warned: Element | undefined;

/** Adds a gate to the page, and removes it when it closes. */
function addGate(options?: OpenOptions) {
  if (typeof options?.session !== 'string') throw new GateError('not-configured', '{ session: "…" }');
  const gate = Object.assign(
    document.createElement('mo-otp-gate') as unknown as Gate,
    { verifier: loader.script.dataset['verifier'] },
    options,
  );
  const focused = document.activeElement as HTMLElement;
  gate.addEventListener('mo-otp-close', () => {
    gate.remove();
    focused.focus();
  });
  // an element that takes the focus shows where the gate can
  placeElement(loader.button);
  loader.button.replaceWith(gate);
  return gate;
}

/** Prototype.js replaces `remove()` with one that throws for a detached node. */
const removeButton = () => loader.button.parentNode?.removeChild(loader.button);

/** Shows the button in the window until it is pressed. */
function offer(label: string, run: () => void) {
  const { button } = loader;
  button.textContent = label;
  button.onclick = () => {
    removeButton();
    run();
  };
  placeElement(button);
}

/** Decides on each event of the page, and on those that the loader intercepted before this file was here. */
function press(event: Press, path = event.composedPath() as HTMLElement[]) {
  const target = path[0]!;
  const isSubmit = event.type === 'submit';
  // a submit event does not leave its shadow root
  for (const node of path) if (node.nodeType === 11) node.addEventListener('submit', press, true);
  const carrier = innermost(path, '[data-mo-otp-gate]');
  if (!carrier || replaying || (!isSubmit && event.type !== 'click'))
    return event.target || repeat(event, target, target);
  const control = isSubmit ? target : innermost(path, pressable)!;
  // a form (only forms have an action) is gated when it is submitted, not at each click inside it
  const isGated = isSubmit || (!carrier.action && isControl(control));
  // the browser handles other tabs, other windows and downloads
  const isFree =
    event.button! > 0 ||
    event.altKey ||
    event.ctrlKey ||
    event.metaKey ||
    event.shiftKey ||
    control.getAttribute('target') === '_blank';
  if (!isGated || isFree) {
    if (isGated && warned !== control) console.warn('mo-otp-gate: not gated', (warned = control));
    // intercepted by the loader without need
    if (!event.eventPhase && event.defaultPrevented) repeat(event, target, target);
    return;
  }
  // the page's own handlers see the event once: the replay
  event.preventDefault();
  event.stopImmediatePropagation();
  if (busy) return;

  const replay = (now: HTMLElement) => {
    replaying = true;
    repeat(event, target, now);
    replaying = false;
  };
  const endpoint = carrier.dataset['moOtpGate']!;
  const twin = control.cloneNode(true);
  /** The control, or the same one after the page has rendered it anew. */
  const find = () =>
    (!control.isConnected &&
      [...document.querySelectorAll<HTMLElement>(control.localName)].find((node) => node.isEqualNode(twin))) ||
    control;

  /** From the site's answer to the repeated press. `verified`: a verification that the site has not received yet. */
  const run = async (verified?: Verification | null) => {
    let gate: Gate | undefined;
    busy = control;
    control.ariaBusy = 'true';
    removeButton();
    try {
      const { required, session, preview } = await (await callSite(endpoint)).json();
      if (required) {
        verified ||= await (gate = addGate({ session, preview })).show();
        if (verified) await callSite(endpoint, verified.token);
        else find().focus();
      }
      if (busy !== control || verified === null) return;
      // a browser blocks windows without user activation, which one more press brings back
      const { userActivation } = navigator;
      if (userActivation?.hasBeenActive && !userActivation.isActive && !isPlain(control)) {
        gate?.close();
        offer('확인되었습니다. 계속하기', () => replay(find()));
      } else replay(find());
    } catch (failure) {
      if (busy !== control) return;
      console.error('mo-otp-gate: data-mo-otp-gate="/…"', carrier, failure);
      // a site that answers explains the refusal on the link's own page; a form's content is not risked for that
      if (failure && !isSubmit) return replay(find());
      gate?.close();
      offer(
        failure instanceof GateError
          ? '본인인증 화면을 열지 못했습니다. 다시 시도'
          : failure
            ? '지금은 받을 수 없습니다. 로그인을 확인하고 다시 시도'
            : networkFailed!,
        () => run(failure ? undefined : verified),
      );
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
  networkFailed = loader.button.textContent;
  // a connection to the verifier while the site is asked
  const { verifier: href } = loader.script.dataset;
  document.head.append(Object.assign(document.createElement('link'), { rel: 'preconnect', href, crossOrigin: '' }));
  loader.button.style.zIndex = '9999';
  removeButton();
  // a page that is restored from the back/forward cache does not replay by itself
  addEventListener('pagehide', () => (busy = undefined));
  loader.open = async (options) => addGate(options).show();
  loader.run = press as NonNullable<LoaderInternals['run']>;
}

takeOver();
// a page may load this file itself, before the loader
document.addEventListener('load', takeOver, true);
