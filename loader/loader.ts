/**
 * The drop-in script tag. `<script src="…/loader.js" data-verifier="https://otp.example/v1" async></script>` adds
 * `window.MoOtpGate` to a page and gates every control that carries `data-mo-otp-gate="/gate/…"`, without any script of
 * the page's own: a link, a button, a form, or every link and button in a fieldset. Every page loads this file, so it
 * holds only what cannot wait: it queues calls, intercepts clicks and submits, and reports a gate that cannot be
 * loaded. gate-runner.ts runs the gates; it is bundled with the element and fetched from the directory of this file at
 * the first need.
 */

/** Result for a verified learner; `expiresIn` is in seconds. */
export interface Verification {
  token: string;
  method: string;
  expiresIn: number;
}

/** Properties of the element to open. The session comes from the site's server; the rest has defaults. */
export interface OpenOptions {
  session: string;
  /** Base address of the verifier; default: the script tag's `data-verifier`. */
  verifier?: string;
  method?: string;
  lang?: string;
}

/** `window.MoOtpGate`. */
export interface Loader {
  readonly version: string;
  /**
   * Fetches the gate before it is needed; concurrent calls share one fetch. A fetch that fails, or takes more than 6
   * seconds, is retried twice; then the promise rejects with an Error whose `cause` is the script's event (`error`, or
   * `load` of a file that is no gate) or `'timeout'`. The next call retries.
   */
  load(): Promise<void>;
  /** Shows the gate over the page; resolves to `null` when the learner closes it. Rejects as `load` does. */
  open(options: OpenOptions): Promise<Verification | null>;
}

/** The same object as gate-runner.ts sees it: it replaces `load` and `open` and adds `runGate`. @internal */
export interface LoaderInternals extends Loader {
  script: HTMLScriptElement;
  /** Offers another try beside a control whose gate failed. */
  retry: HTMLButtonElement;
  /** Runs the gate of an intercepted click or submit, then replays it. */
  runGate?(event: Event): void;
}

interface ScriptPolicy {
  createScriptURL(address: URL | string): string;
}

declare global {
  interface Window {
    MoOtpGate?: Loader;
    /** Missing in some browsers and in TypeScript's library. */
    trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(address: string): string }): ScriptPolicy };
  }
}

/** The package's version and the hash of its `mo-otp-gate.js` (Subresource Integrity); inserted by the build. */
declare const __VERSION__: string, __INTEGRITY__: string;

const start = (script: HTMLScriptElement): Loader => {
  // a page whose policy forbids it has no loader: the browser reports it, and the site's server refuses entry behind
  // the links
  const policy = window.trustedTypes?.createPolicy('mo-otp-gate', { createScriptURL: String });
  let address: URL | string = script.dataset.src || new URL('mo-otp-gate.js', script.src);
  let loading: Promise<void> | undefined | 0;
  let warm: unknown;

  const retry = document.createElement('button');
  retry.type = 'button';
  retry.style.padding = '1em'; // 44 px high
  retry.append('연결 실패, 다시 시도');

  const loadGate = () =>
    (loading ||= (async () => {
      // browsers cache a failed module by its URL and share a pending request: each try has its own URL
      for (let pause = 0, cause: unknown; !api.runGate; pause += 500, address += '?') {
        if (pause > 1000) {
          loading = 0;
          throw Error('mo-otp-gate', { cause });
        }
        cause = await new Promise((settle) => {
          const tag = document.createElement('script');
          tag.src = policy ? policy.createScriptURL(address) : (address as string);
          tag.integrity = script.dataset.src ? '' : __INTEGRITY__;
          tag.crossOrigin = script.crossOrigin;
          tag.nonce = script.nonce;
          tag.onload = tag.onerror = settle; // "load" also fires for a module that threw
          tag.type = 'module';
          setTimeout(() => document.head.append(tag), pause);
          setTimeout(settle, 6000, 'timeout');
        });
      }
    })());

  const intercept = (event: Event & Partial<MouseEvent>) => {
    const target = event.target as HTMLElement;
    const carrier = target.closest('[data-mo-otp-gate]');
    // the browser handles other tabs, other windows and downloads (button is -1 for pointerover)
    if (
      api.runGate ||
      !carrier ||
      event.altKey ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey ||
      event.button! > 0
    )
      return;
    const control =
      event.type === 'submit' ? target : event.type === 'click' && target.closest('button,a,[type=submit]');
    if (control && (control as HTMLFormElement).target !== '_blank') {
      // the page's own handlers see the event once: the replay
      event.preventDefault();
      event.stopPropagation();
      loadGate().then(
        () => api.runGate!(event),
        () => {
          retry.onclick = () => intercept(event);
          carrier.after(retry);
          retry.focus();
        },
      );
    } else warm ||= loadGate(); // prefetch at hover or focus; the console shows a failure as an unhandled rejection
  };
  ['click', 'submit', 'focusin', 'pointerover'].map((type) => addEventListener(type, intercept, true));

  const api: LoaderInternals = {
    load: () => loadGate().then(() => api.load()),
    open: (options) => loadGate().then(() => api.open(options)),
    script,
    retry,
    version: __VERSION__,
  };
  return api;
};

// a page may contain the tag twice, even in two versions: the first one is used. A server that imports this file has no
// document
if (globalThis.document) {
  if (window.MoOtpGate) console.warn('mo-otp-gate', window.MoOtpGate.version, __VERSION__);
  else window.MoOtpGate = start(document.currentScript as HTMLScriptElement);
}
