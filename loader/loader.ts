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
  /** The `preview` that the site's server got with the session: the field is shown while the challenge is requested. */
  preview?: object;
  /** Base address of the verifier; default: the script tag's `data-verifier`. */
  verifier?: string;
  method?: string;
  lang?: string;
  /** Submits with the button only; without it the last digit submits. */
  manualSubmit?: boolean;
  /** Keeps the success screen until the learner closes it. */
  keepOpen?: boolean;
  /**
   * Gives the success screen a button that closes the gate and calls this, for what needs a press of its own: browsers
   * block `window.open` some seconds after the last one.
   */
  proceed?: () => void;
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

/** A click or submit; `target` is null for a call of `form.submit()`, which raises no event. */
export type Press = Event & Partial<MouseEvent & SubmitEvent>;

/** The same object as gate-runner.ts sees it: it replaces `open` and adds `run`. @internal */
export interface LoaderInternals extends Loader {
  script: HTMLScriptElement;
  /** Offers another try after a gate failed. */
  button: HTMLButtonElement;
  /** Decides on each event and runs the gate of a press. `path`: from the target outwards, across shadow roots. */
  run?(event: Press, path: EventTarget[]): void;
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
  /** 0 after a failure. */
  let loading: Promise<void> | undefined | 0;

  const button = document.createElement('button');
  // in the window, wherever the pressed control is; 44 px high
  button.style = 'position:fixed;bottom:0;padding:1em';
  // in two languages: what knows the page's language may be what is missing
  button.textContent = '연결 실패, 다시 시도 / Retry';

  const loadGate = () =>
    (loading ||= (async () => {
      // browsers cache a failed module by its URL and share a pending request: each try has its own URL
      for (let cause: unknown, pause = 0; !api.run; pause += 500, address += '?') {
        if (pause > 1000) {
          loading = 0;
          throw Error('mo-otp-gate', { cause });
        }
        cause = await new Promise((settle) => {
          const tag = document.createElement('script');
          tag.type = 'module';
          tag.src = (policy?.createScriptURL(address) ?? address) as string;
          tag.integrity = script.dataset.src ? '' : __INTEGRITY__;
          tag.crossOrigin = script.crossOrigin;
          tag.nonce = script.nonce;
          tag.onload = tag.onerror = settle; // "load" also fires for a module that threw
          setTimeout(() => document.head.append(tag), pause);
          setTimeout(settle, 6000, 'timeout');
        });
      }
    })());

  const intercept = (
    event: Press,
    path = event.composedPath() as Element[],
    carrier = path.find((node) => node.matches?.('[data-mo-otp-gate]')) as HTMLFormElement | undefined,
  ) => {
    if (api.run) api.run(event, path);
    else if (carrier) {
      if (
        // in a form and a fieldset, which have elements, fields are the page's
        (event.type === 'submit' ||
          (event.type === 'click' && (!carrier.elements || path[0]!.closest('a,button,[type=submit]')))) &&
        // the browser handles other tabs, other windows and downloads
        !(
          event.button ||
          event.altKey ||
          event.ctrlKey ||
          event.metaKey ||
          event.shiftKey ||
          carrier.target === '_blank'
        )
      ) {
        // the page's own handlers see the event once: the replay
        event.stopImmediatePropagation();
        event.preventDefault();
        void (button.onclick = () =>
          loadGate().then(
            () => api.run!(event, path),
            // pages hide the children of their body
            () => document.documentElement.appendChild(button).focus(),
          ))();
      } else void (loading ?? loadGate()); // prefetch once, at hover or focus; a failure is an unhandled rejection
    }
    // last, because a field named "submit" makes the property read-only, which throws in a module
    for (const form of document.querySelectorAll<HTMLFormElement>('form[data-mo-otp-gate]'))
      form.submit = () => intercept(new Event('submit'), [form]);
  };
  for (const type of 'submit click pointerover focusin'.split(' '))
    addEventListener(type, intercept as (event: Event) => void, true);

  const api: LoaderInternals = {
    load: loadGate,
    script,
    button,
    version: __VERSION__,
    open: (options) => loadGate().then(() => api.open(options)),
  };
  // the gate's file reports it
  if (!script.dataset.verifier) void loadGate();
  return api;
};

// a page may contain the tag twice, even in two versions: the first one is used, and the gate's file reports it.
// Modules and optimised scripts have no currentScript. A server that imports this file has no window
if (globalThis.window)
  window.MoOtpGate ||= start(
    (document.currentScript || document.querySelector('[data-verifier]')) as HTMLScriptElement,
  );
