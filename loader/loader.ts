/**
 * The drop-in script tag. `<script src="…/loader.js" data-verifier="https://otp.example/v1" async></script>` gives a page `window.MoOtpGate`,
 * and makes what stands under `data-mo-otp-gate="/gate/…"` ask the site first, without any script of the page's own: a link, a button, a form,
 * or every link and button in a fieldset. The gate is fetched when it is first needed: from `data-src`, or from `mo-otp-gate.js` beside this file.
 */

/** What a page gets when its learner was verified; `expiresIn` is in seconds. */
export interface Verification {
  token: string;
  method: string;
  expiresIn: number;
}

/** What to open, as properties of the element: the session comes from the site's server, everything else has a default. */
export interface OpenOptions {
  session: string;
  /** The verifier's base address; without it the script tag's `data-verifier`. */
  verifier?: string;
  method?: string;
  lang?: string;
}

/** `window.MoOtpGate`. */
export interface Loader {
  readonly version: string;
  /**
   * Fetches the gate ahead of its use, once for all callers. What fails, or takes more than 6 seconds, is tried twice more; then it rejects with an
   * Error whose `cause` is the script's event (`error`, or `load` of a file that is no gate) or `'timeout'`. The next call begins anew. Where the page's
   * Trusted Types do not allow the policy `mo-otp-gate`, it rejects with the browser's TypeError.
   */
  load(): Promise<void>;
  /** Shows the gate over the page; `null` when the learner closes it. Rejects as `load` does. */
  open(options: OpenOptions): Promise<Verification | null>;
}

declare global {
  interface Window {
    MoOtpGate?: Loader;
    /** Not in every browser, and not in TypeScript's library. */
    trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy };
  }
}

/** What the loader needs to know of `<mo-otp-gate>`. */
interface Gate extends HTMLElement {
  show(): Promise<Verification | null>;
}

/** What a learner presses or submits; old browsers' forms have no `requestSubmit`. */
interface Control extends HTMLElement {
  target?: string;
  requestSubmit?(submitter?: HTMLElement | null): void;
  submit(): void;
}

interface ScriptPolicy {
  createScriptURL(address: string): string;
}

/** The package's version, and the hash of its `mo-otp-gate.js` (Subresource Integrity); put in by the build. */
declare const __VERSION__: string, __INTEGRITY__: string;

const tag = 'mo-otp-gate';

const start = (own: HTMLScriptElement): Loader => {
  const { src, verifier } = own.dataset;
  let address: URL | string = src || new URL('mo-otp-gate.js', own.src);
  let loading: Promise<void> | undefined;
  let policy: ScriptPolicy | undefined;
  let warm = false;
  /** What a click or submit waits for; this script's own tag while it goes on. */
  let busy: HTMLElement | undefined;

  /** Adds a script or link that the page lets in as it did this script. */
  const add = (name: string, properties: object) =>
    document.head.append(Object.assign(document.createElement(name), { nonce: own.nonce, crossOrigin: own.crossOrigin, integrity: src ? '' : __INTEGRITY__ }, properties));

  const load = () =>
    (loading ||= (async () => {
      // a browser remembers under its address that a module failed, and waits on with a request that hangs: each try has an address of its own
      for (let pause = 0, cause: unknown; !customElements.get(tag); pause += 500, address += '?') {
        if (pause > 1000) {
          loading = undefined;
          throw new Error('mo-otp-gate did not load', { cause });
        }
        cause = await new Promise((settle) => {
          policy ||= (window.trustedTypes || { createPolicy: (_, rules) => rules }).createPolicy(tag, { createScriptURL: String });
          const src = policy.createScriptURL(address as string);
          // "load" also comes for a module that threw
          setTimeout(add, pause, 'script', { type: 'module', src, onload: settle, onerror: settle });
          setTimeout(settle, 6000, 'timeout');
        });
      }
    })());

  const open = async (options: OpenOptions) => {
    await load();
    const gate = Object.assign(document.createElement(tag) as unknown as Gate, { verifier }, options);
    gate.addEventListener('mo-otp-close', () => gate.remove());
    document.body.append(gate);
    return gate.show();
  };

  const intercept = async (event: Event & Partial<MouseEvent & SubmitEvent>) => {
    const target = event.target as Control;
    const asks = target.closest<HTMLElement>('[data-mo-otp-gate]');
    // other tabs, other windows and downloads are the browser's (a hover has the button -1)
    if (!asks || busy === own || event.button! > 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    // a hover or the focus is the first sign that the gate may be needed
    if (!warm) add('link', { rel: 'modulepreload', href: address });
    warm = true;
    // a form asks when it is submitted, not for each click inside it
    const control = event.type === 'submit' ? target : event.type === 'click' && !asks.matches('form') && target.closest<Control>('a,button,[type=submit]');
    if (!control || control.target === '_blank') return;
    // the page's own handlers see the click or submit once: when it goes on
    event.preventDefault();
    event.stopImmediatePropagation();
    if (busy) return;
    busy = control;
    control.ariaBusy = 'true';
    const ask = (body?: string) => fetch(asks.dataset['moOtpGate']!, { method: body ? 'POST' : 'GET', body: body!, headers: { 'Content-Type': 'application/json' }, cache: 'no-store', mode: 'same-origin' });
    let verified;
    try {
      const { required, session } = await (await ask()).json();
      if (required && (verified = await open({ session }))) await ask(JSON.stringify({ token: verified.token }));
    } catch {
      // no dead link: whatever failed, the site's server has the last word, and a page that explains
    }
    control.ariaBusy = null;
    if (busy !== control) return;
    try {
      busy = own;
      if (verified !== null) event.type === 'submit' ? (control.requestSubmit ? control.requestSubmit(event.submitter) : control.submit()) : control.click();
    } finally {
      busy = undefined;
    }
  };

  for (const type of ['click', 'submit', 'pointerover', 'focusin']) addEventListener(type, intercept, true);
  // a page that is left, and perhaps restored later, does not go on by itself
  addEventListener('pagehide', () => (busy = undefined));
  return { version: __VERSION__, load, open };
};

// a page may carry the tag twice, even in two versions: the first one serves. A server that imports this file has no page
if (globalThis.document) {
  if (window.MoOtpGate) console.warn('mo-otp-gate twice', window.MoOtpGate.version, __VERSION__);
  else window.MoOtpGate = start(document.currentScript as HTMLScriptElement);
}
