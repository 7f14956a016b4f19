import type { Params } from '../../contract.js';
import type { Check } from '../proof.js';

/** A challenge that is answered on a provider's page. */
export interface ProviderChallenge {
  id: string;
  params: Pick<Params<'phone'>, 'url' | 'redirect'>;
}

/** The windows that are open for a challenge, by its id. */
const windows = new Map<string, Window>();

/** How the window stands. A page that cuts its ties (Cross-Origin-Opener-Policy) looks closed from here, so `closed` only suggests. */
export function windowOf({ id }: ProviderChallenge): 'open' | 'closed' | 'none' {
  const known = windows.get(id);
  return known ? (known.closed ? 'closed' : 'open') : 'none';
}

/** Brings the window to the front, or opens it. False where the browser lets none open. Only in a click. */
export function showWindow({ id, params: { url } }: ProviderChallenge): boolean {
  const known = windows.get(id);
  if (known && !known.closed) {
    known.focus();
    return true;
  }
  windows.delete(id);
  const opened = isPage(url) && open(url, `mo-otp-gate-${id}`, 'popup,width=480,height=720');
  // some blockers hand out a window that is closed already
  if (!opened || opened.closed) return false;
  windows.set(id, opened);
  return true;
}

/** While the check isLongRunning, the window's word that something happened makes the gate ask the verifier; it is never an answer itself. Then the window goes. */
export async function watchWindow(
  { id, params: { redirect } }: ProviderChallenge,
  { signal, poll }: Check,
): Promise<object> {
  const { origin } = new URL(redirect);
  const hint = (event: MessageEvent) => {
    if (event.origin === origin && event.source === windows.get(id)) poll();
  };
  addEventListener('message', hint);
  signal.addEventListener('abort', () => {
    removeEventListener('message', hint);
    windows.get(id)?.close();
    windows.delete(id);
  });
  return {};
}

/** The same check without a window: this page goes there, and is come back to. Undefined where that is no address of a page. */
export function redirectOf({ params: { redirect } }: ProviderChallenge): string | undefined {
  if (!isPage(redirect)) return undefined;
  const address = new URL(redirect);
  address.searchParams.set('return', location.href);
  return address.href;
}

/** Whatever the verifier says, no `javascript:` is opened. */
const isPage = (address: string) => /^https?:/.test(address);
