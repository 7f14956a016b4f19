/**
 * The drop-in script tag. `<script src="…/loader.js" data-verifier="https://otp.example/v1" async></script>` gives a page `window.MoOtpGate`,
 * and makes what stands under `data-mo-otp-gate="/gate/…"` ask the site first, without any script of the page's own: a link, a button, a form,
 * or every link and button in a fieldset. This file is on every page, so it is only what cannot wait: it takes calls, holds a click or submit, and says
 * so when it cannot help. What opens gates is gated.ts, which comes with the gate, fetched from beside this file when it is first needed.
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
   * Error whose `cause` is the script's event (`error`, or `load` of a file that is no gate) or `'timeout'`. The next call begins anew.
   */
  load(): Promise<void>;
  /** Shows the gate over the page; `null` when the learner closes it. Rejects as `load` does. */
  open(options: OpenOptions): Promise<Verification | null>;
}

/** The same object as gated.ts finds it, which puts its own `load` and `open` in place of those that wait for it, and adds `gated`. @internal */
export interface Halves extends Loader {
  own: HTMLScriptElement;
  /** The button beside a control that could not do what it is for. */
  retry: HTMLButtonElement;
  /** Takes over a click or submit that was held. */
  gated?(event: Event): void;
}

interface ScriptPolicy {
  createScriptURL(address: URL | string): string;
}

declare global {
  interface Window {
    MoOtpGate?: Loader;
    /** Not in every browser, and not in TypeScript's library. */
    trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(address: string): string }): ScriptPolicy };
  }
}

/** The package's version, and the hash of its `mo-otp-gate.js` (Subresource Integrity); put in by the build. */
declare const __VERSION__: string, __INTEGRITY__: string;

const start = (own: HTMLScriptElement): Loader => {
  // a page that does not allow it has no loader: the browser says why, and its links go where the site's server has the last word
  const policy = window.trustedTypes?.createPolicy('mo-otp-gate', { createScriptURL: String });
  let address: URL | string = own.dataset.src || new URL('mo-otp-gate.js', own.src);
  let loading: Promise<void> | undefined | 0;
  let warm: unknown;

  const retry = document.createElement('button');
  retry.type = 'button';
  retry.style.padding = '1em'; // 44 px high
  retry.append('연결 실패, 다시 시도');

  const arrive = () =>
    (loading ||= (async () => {
      // a browser remembers under its address that a module failed, and waits on with a request that hangs: each try has an address of its own
      for (let pause = 0, cause: unknown; !api.gated; pause += 500, address += '?') {
        if (pause > 1000) {
          loading = 0;
          throw Error('mo-otp-gate', { cause });
        }
        cause = await new Promise((settle) => {
          const script = document.createElement('script');
          script.src = policy ? policy.createScriptURL(address) : (address as string);
          script.integrity = own.dataset.src ? '' : __INTEGRITY__;
          script.crossOrigin = own.crossOrigin;
          script.nonce = own.nonce;
          script.onload = script.onerror = settle; // "load" also comes for a module that threw
          script.type = 'module';
          setTimeout(() => document.head.append(script), pause);
          setTimeout(settle, 6000, 'timeout');
        });
      }
    })());

  const hold = (event: Event & Partial<MouseEvent>) => {
    const target = event.target as HTMLElement;
    const asks = target.closest('[data-mo-otp-gate]');
    // other tabs, other windows and downloads are the browser's (a hover has the button -1)
    if (api.gated || !asks || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.button! > 0)
      return;
    const held = event.type === 'submit' ? target : event.type === 'click' && target.closest('button,a,[type=submit]');
    if (held && (held as HTMLFormElement).target !== '_blank') {
      // the page's own handlers see it once: when it goes on
      event.preventDefault();
      event.stopPropagation();
      arrive().then(
        () => api.gated!(event),
        () => {
          retry.onclick = () => hold(event);
          asks.after(retry);
          retry.focus();
        },
      );
    } else warm ||= arrive(); // a hover or the focus is the first sign of need; nobody waits for it, so the console tells of a failure
  };
  ['click', 'submit', 'focusin', 'pointerover'].map((type) => addEventListener(type, hold, true));

  const api: Halves = {
    load: () => arrive().then(() => api.load()),
    open: (options) => arrive().then(() => api.open(options)),
    own,
    retry,
    version: __VERSION__,
  };
  return api;
};

// a page may carry the tag twice, even in two versions: the first one serves. A server that imports this file has no page
if (globalThis.document) {
  if (window.MoOtpGate) console.warn('mo-otp-gate', window.MoOtpGate.version, __VERSION__);
  else window.MoOtpGate = start(document.currentScript as HTMLScriptElement);
}
