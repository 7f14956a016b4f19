/**
 * Runs gates for the loader: `load()` and `open()`, and the sequence behind a gated click or submit: ask the site, open
 * the gate, send the token to the site, replay the click. Bundled into one file with the element, because each page
 * that needs one needs both. On load it replaces the loader's stubs.
 */
import type { LoaderInternals, Verification } from './loader.js';

/** The part of `<mo-otp-gate>` that this file uses. */
interface Gate extends HTMLElement {
  show(): Promise<Verification | null>;
  close(): void;
}

/** The element that is clicked or submitted; forms of old browsers lack `requestSubmit`. */
interface Control extends HTMLElement {
  target?: string;
  requestSubmit?(submitter?: HTMLElement | null): void;
  submit(): void;
}
type Press = Event & Partial<MouseEvent & SubmitEvent>;

let loader: LoaderInternals;
/** Label of the retry button after a network failure. */
let networkFailed: string | null;

/** Appends a gate to the page and removes it when it closes. */
function addGate(properties: object) {
  const gate = Object.assign(
    document.createElement('mo-otp-gate') as unknown as Gate,
    { verifier: loader.script.dataset['verifier'] },
    properties,
  );
  gate.addEventListener('mo-otp-close', () => gate.remove());
  document.body.append(gate);
  return gate;
}

/** The site answered, but not with what the contract says: a login page, a refusal. */
class Refused extends Error {}

/** Calls the site's endpoint. Time-out: 10 seconds, longer than a site may wait for its verifier. */
async function callSite(path: string, token?: string): Promise<Response> {
  const body = token ? JSON.stringify({ token }) : null;
  const reply = await Promise.race([
    fetch(path, {
      method: body ? 'POST' : 'GET',
      body,
      headers: { 'Content-Type': 'application/json' },
      cache: 'no-store',
      mode: 'same-origin',
    }),
    new Promise<never>((_, fail) => setTimeout(fail, 10_000, new Error('timeout'))),
  ]);
  if (!reply.ok) throw new Refused();
  return reply;
}
const requestSession = async (path: string): Promise<{ required?: boolean; session?: string }> =>
  (await callSite(path)).json().catch(() => Promise.reject(new Refused()));

/** The control whose gate is running. */
let busy: Control | undefined;
/** True while this file dispatches a click or submit of its own. */
let replaying = false;

function replay({ type, submitter }: Press, control: Control) {
  replaying = true;
  try {
    if (type === 'click') control.click();
    else if (!control.requestSubmit) submitter ? submitter.click() : control.submit();
    else
      control.requestSubmit(
        (submitter as HTMLButtonElement | null)?.form === (control as HTMLElement) ? submitter : null,
      ); // the page may have removed the button
  } finally {
    replaying = false;
  }
}

/** Prototype.js replaces `remove()` with one that throws for a detached node. */
const removeRetry = () => loader.retry.parentNode?.removeChild(loader.retry);
const refusedLabel = '지금은 받을 수 없습니다. 로그인을 확인하고 다시 시도';

/** From the site's answer to the replayed click. `verified`: a verification that the site has not received yet. */
async function runGate(event: Press, control: Control, carrier: HTMLElement, verified?: Verification | null) {
  if (busy) return;
  busy = control;
  control.ariaBusy = 'true';
  removeRetry();
  const { retry } = loader;
  const path = carrier.dataset['moOtpGate']!;
  let gate: Gate | undefined;
  try {
    const { required, session } = await requestSession(path);
    if (required) {
      verified ||= await (gate = addGate({ session })).show();
      if (verified) await callSite(path, verified.token);
    }
    if (busy === control && verified !== null) replay(event, control);
  } catch (failure) {
    const answered = failure instanceof Refused;
    if (busy !== control) return;
    // a site that answers explains the refusal on the link's own page; a form's content is not risked for that
    if (answered && event.type === 'click') return replay(event, control);
    gate?.close();
    retry.textContent = answered ? refusedLabel : networkFailed;
    retry.onclick = () => void runGate(event, control, carrier, answered ? undefined : verified);
    carrier.after(retry);
    retry.focus();
  } finally {
    control.ariaBusy = null;
    if (busy === control) busy = undefined;
  }
}

/** Intercepts a gated click or submit; returns false for any other event. */
function intercept(event: Press): boolean {
  const target = event.target as Control;
  const carrier = target.closest<HTMLElement>('[data-mo-otp-gate]');
  // the browser handles other tabs, other windows and downloads
  if (!carrier || replaying || event.button! > 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return false;
  // a form is gated when it is submitted, not at each click inside it
  const control =
    event.type === 'submit' ? target : !carrier.matches('form') && target.closest<Control>('a,button,[type=submit]');
  if (!control || control.target === '_blank') return false;
  // the page's own handlers see the event once: the replay
  event.preventDefault();
  event.stopImmediatePropagation();
  void runGate(event, control, carrier);
  return true;
}

/** Replaces the loader's stubs and its interception, once. */
function takeOver() {
  if (loader || !window.MoOtpGate) return;
  loader = window.MoOtpGate as LoaderInternals;
  networkFailed = loader.retry.textContent;
  removeRetry();
  for (const type of ['click', 'submit']) addEventListener(type, intercept, true);
  // a page that is restored from the back/forward cache does not replay by itself
  addEventListener('pagehide', () => (busy = undefined));
  Object.assign(loader, {
    load: async () => undefined,
    open: async (options) => addGate(options).show(),
    runGate(event: Press) {
      // intercepted by the loader, but not gated
      if (!intercept(event)) (event.target as HTMLElement).closest<HTMLElement>('a,button,[type=submit]')?.click();
    },
  } satisfies Partial<LoaderInternals>);
}

takeOver();
// a page may load this file itself, before the loader
document.addEventListener('load', takeOver, true);
