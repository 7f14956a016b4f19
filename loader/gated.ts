/**
 * The half of the drop-in that opens gates: `load` and `open` for scripts, and the whole way of a gated click or submit: ask the site, open the gate,
 * hand the token in, go on. It comes in one file with the gate, because whoever needs the one needs the other; nobody imports it, it takes over from the loader.
 */
import type { Halves, Verification } from './loader.js';

/** What the loader needs to know of `<mo-otp-gate>`. */
interface Gate extends HTMLElement {
  show(): Promise<Verification | null>;
  close(): void;
}

/** What a learner presses or submits; old browsers' forms have no `requestSubmit`. */
interface Control extends HTMLElement {
  target?: string;
  requestSubmit?(submitter?: HTMLElement | null): void;
  submit(): void;
}
type Press = Event & Partial<MouseEvent & SubmitEvent>;

let loader: Halves;
/** What the button for another try says where the network failed. */
let lost: string | null;

/** Puts a gate at the end of the page, until it closes. */
function put(properties: object) {
  const gate = Object.assign(
    document.createElement('mo-otp-gate') as unknown as Gate,
    { verifier: loader.own.dataset['verifier'] },
    properties,
  );
  gate.addEventListener('mo-otp-close', () => gate.remove());
  document.body.append(gate);
  return gate;
}

/** The site was reached, and answered something else than was hoped for: a login page, a refusal. */
class Refused extends Error {}

/** Asks the site, for at most 10 seconds: longer than it may ask its verifier. */
async function ask(path: string, token?: string): Promise<Response> {
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
const isDue = async (path: string): Promise<{ required?: boolean; session?: string }> =>
  (await ask(path)).json().catch(() => Promise.reject(new Refused()));

/** What a click or submit waits for. */
let busy: Control | undefined;
/** Our own click or submit is on its way. */
let going = false;

function goOn({ type, submitter }: Press, control: Control) {
  going = true;
  try {
    if (type === 'click') control.click();
    else if (!control.requestSubmit) submitter ? submitter.click() : control.submit();
    else
      control.requestSubmit(
        (submitter as HTMLButtonElement | null)?.form === (control as HTMLElement) ? submitter : null,
      ); // the page may have lost the button
  } finally {
    going = false;
  }
}

/** Prototype.js has a `remove` of its own, which throws where there is nothing to remove. */
const takeAway = () => loader.retry.parentNode?.removeChild(loader.retry);
const refused = '지금은 받을 수 없습니다. 로그인을 확인하고 다시 시도';

/** All of the way, from the site's question to the next page. `verified`: what the site could not be told of the last time. */
async function pass(event: Press, control: Control, asks: HTMLElement, verified?: Verification | null) {
  if (busy) return;
  busy = control;
  control.ariaBusy = 'true';
  takeAway();
  const { retry } = loader;
  const path = asks.dataset['moOtpGate']!;
  let gate: Gate | undefined;
  try {
    const { required, session } = await isDue(path);
    if (required) {
      verified ||= await (gate = put({ session })).show();
      if (verified) await ask(path, verified.token);
    }
    if (busy === control && verified !== null) goOn(event, control);
  } catch (failure) {
    const answered = failure instanceof Refused;
    if (busy !== control) return;
    // a site that answers explains itself on the page that a click leads to; what was typed into a form is not risked for that
    if (answered && event.type === 'click') return goOn(event, control);
    gate?.close();
    retry.textContent = answered ? refused : lost;
    retry.onclick = () => void pass(event, control, asks, answered ? undefined : verified);
    asks.after(retry);
    retry.focus();
  } finally {
    control.ariaBusy = null;
    if (busy === control) busy = undefined;
  }
}

/** Takes a click or submit that a gate stands before; false for any other. */
function intercept(event: Press): boolean {
  const target = event.target as Control;
  const asks = target.closest<HTMLElement>('[data-mo-otp-gate]');
  // other tabs, other windows and downloads are the browser's
  if (!asks || going || event.button! > 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return false;
  // a form asks when it is submitted, not for each click inside it
  const control =
    event.type === 'submit' ? target : !asks.matches('form') && target.closest<Control>('a,button,[type=submit]');
  if (!control || control.target === '_blank') return false;
  // the page's own handlers see it once: when it goes on
  event.preventDefault();
  event.stopImmediatePropagation();
  void pass(event, control, asks);
  return true;
}

/** Takes over from the loader, once: what it has held so far, and everything that comes. */
function takeOver() {
  if (loader || !window.MoOtpGate) return;
  loader = window.MoOtpGate as Halves;
  lost = loader.retry.textContent;
  takeAway();
  for (const type of ['click', 'submit']) addEventListener(type, intercept, true);
  // a page that is left, and perhaps restored later, does not go on by itself
  addEventListener('pagehide', () => (busy = undefined));
  Object.assign(loader, {
    load: async () => undefined,
    open: async (options) => put(options).show(),
    gated(event: Press) {
      // held, but nothing that a gate stands before
      if (!intercept(event)) (event.target as HTMLElement).closest<HTMLElement>('a,button,[type=submit]')?.click();
    },
  } satisfies Partial<Halves>);
}

takeOver();
// a page may bring this file by itself, before the loader has come
document.addEventListener('load', takeOver, true);
