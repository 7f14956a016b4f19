/** Sentences for the console: what is wrong with a tag or an endpoint, and what to write instead. */
import type { GateError } from '../widget/errors.js';
import type { LoaderInternals } from './loader.js';

/** Reports why a press could not be gated, with the control. */
export function report(carrier: HTMLElement, failure: unknown): void {
  console.error(`mo-otp-gate: ${explain(carrier.dataset['moOtpGate']!.trim(), failure)}`, carrier, failure);
}

function explain(endpoint: string, failure: unknown): string {
  const attribute = `data-mo-otp-gate="${endpoint}"`;
  if (!endpoint)
    return `${attribute} is empty. Write the path of your site's endpoint: data-mo-otp-gate="/gate/lesson/9"`;
  if (location.origin === 'null' || window.origin === 'null')
    return `${attribute} cannot be asked from a sandboxed frame. Add allow-same-origin to its sandbox`;
  const { origin } = new URL(endpoint, document.baseURI);
  if (origin !== location.origin)
    return `${attribute} is on another origin, which has no login of this page. Write a path of ${location.origin}`;
  if (failure instanceof Response)
    return failure.type === 'opaqueredirect'
      ? `${attribute} redirects to another origin, to a login perhaps. Answer JSON, or 401`
      : `${attribute} answered ${failure.status}. The page behind the control has to explain that`;
  // not by its class: that is in the gate's file; a DOMException has a number
  const { code } = (failure ?? {}) as Partial<GateError>;
  if (typeof code === 'string')
    return code === 'not-configured'
      ? `${attribute} has to answer the session as the verifier sent it: {"required": true, "session": "…"}`
      : `${attribute}: the gate failed`;
  if (failure) return `${attribute} has to answer JSON: {"required": false} or {"required": true, "session": "…"}`;
  return `${attribute} cannot be reached, or takes more than 10 seconds`;
}

/** The controls that the console has named. */
const named = new WeakSet<Element>();

/** Names a control that carries the attribute and is not gated, once. */
export function reportUngated(control: Element, { button }: Partial<MouseEvent>): void {
  // the context menu
  if (button === 2 || named.has(control)) return;
  named.add(control);
  console.warn(
    'mo-otp-gate: not gated (another tab or window, a download, a field): the server has to refuse it and link back',
    control,
  );
}

/** Reports a tag without the verifier's address, and a second tag. */
export function reportTags({ script, version }: LoaderInternals): void {
  if (!script.dataset['verifier'])
    console.error(
      'mo-otp-gate: the loader needs its verifier: <script src="…/loader.js" data-verifier="https://otp.example/v1">.',
      'Tag managers drop data- attributes: create the tag in a script.',
      script,
    );
  const others = [...document.querySelectorAll<HTMLScriptElement>('script[data-verifier]')].filter(
    (tag) => tag !== script,
  );
  if (others.length > 0)
    console.warn(`mo-otp-gate: the loader is here twice; ${script.src} (${version}) is used, not`, ...others);
}
