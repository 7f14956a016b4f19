/**
 * The drop-in script tag. `<script src="…/loader.js" data-verifier="https://otp.example/v1" async></script>` gives a page `window.MoOtpGate`,
 * and makes its links and forms with `data-mo-otp-gate="/gate/…"` ask the site first, without any script of the page's own.
 * The gate is fetched when it is first needed: from `data-src`, or from `mo-otp-gate.js` beside this file.
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
  /** Fetches the gate ahead of its use. Rejects with an Error whose `cause` is the script's event; the next call tries again. */
  load(): Promise<void>;
  /** Shows the gate over the page; `null` when the learner closes it. Rejects as `load` does. */
  open(options: OpenOptions): Promise<Verification | null>;
}

declare global {
  interface Window {
    MoOtpGate?: Loader;
  }
}

/** What the loader needs to know of `<mo-otp-gate>`. */
interface Gate extends HTMLElement {
  show(): Promise<Verification | null>;
}

/** A link or a form; old browsers' forms have no `requestSubmit`. */
interface Control extends HTMLElement {
  target: string;
  requestSubmit?(submitter?: HTMLElement | null): void;
  submit?(): void;
}

/** The package's version, put in by the build. */
declare const __VERSION__: string;

// a page may carry the tag twice: the first one serves; a server that imports this file has no page
if (globalThis.document) window.MoOtpGate ||= ((own: HTMLScriptElement): Loader => {
  let loading: Promise<void> | undefined;
  let failures = '';
  let asking = false;
  let goingOn = false;

  const load = () =>
    (loading ||= new Promise<void>((resolve, reject) => {
      const tag = document.createElement('script');
      tag.type = 'module';
      tag.nonce = own.nonce;
      // a browser remembers under its address that a module failed; with a fragment the same file has another address
      tag.src = (own.dataset['src'] || new URL('mo-otp-gate.js', own.src)) + failures;
      // "load" also comes for a module that threw
      tag.onload = tag.onerror = (cause) => {
        if (customElements.get('mo-otp-gate')) return resolve();
        loading = undefined;
        failures += '#';
        reject(new Error('mo-otp-gate did not load', { cause }));
      };
      document.head.append(tag);
    }));

  const open = async (options: OpenOptions) => {
    await load();
    const gate = Object.assign(document.createElement('mo-otp-gate') as Gate, { verifier: own.dataset['verifier'] }, options);
    gate.addEventListener('mo-otp-close', () => gate.remove());
    document.body.append(gate);
    return gate.show();
  };

  const intercept = async (event: Event & Partial<MouseEvent & SubmitEvent>) => {
    // other tabs, other windows and downloads are the browser's
    if (goingOn || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const control = (event.target as Element).closest<Control>(event.type === 'click' ? 'a[data-mo-otp-gate]' : 'form[data-mo-otp-gate]');
    if (!control || control.target === '_blank') return;
    // the page's own handlers see the click or submit once: when it goes on
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking) return;
    asking = true;
    control.ariaBusy = 'true';
    const address = control.dataset['moOtpGate']!;
    let verified;
    try {
      const reply = await fetch(address, { headers: { Accept: 'application/json' }, cache: 'no-store', mode: 'same-origin' });
      const { required, session } = await reply.json();
      if (required && (verified = await open({ session })))
        await fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ token: verified.token }) });
    } catch {
      // no dead link: whatever failed, the site's server has the last word, and a page that explains
    }
    control.ariaBusy = null;
    asking = false;
    goingOn = verified !== null;
    if (goingOn) control.requestSubmit ? control.requestSubmit(event.submitter) : control.submit ? control.submit() : control.click();
    goingOn = false;
  };

  addEventListener('click', intercept, true);
  addEventListener('submit', intercept, true);
  return { version: __VERSION__, load, open };
})(document.currentScript as HTMLScriptElement);
