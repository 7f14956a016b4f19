import type { Check } from '../proof.js';

/** The window with the provider's page, kept with its challenge. */
export interface ProviderWindow {
  window?: Window | undefined;
}

/** A page that isolates itself (Cross-Origin-Opener-Policy) looks closed from here, so `closed` is only a guess. */
export const windowStatus = ({ window }: ProviderWindow) => (window ? (window.closed ? 'closed' : 'open') : 'none');

/** Focuses the window, or opens it. Returns false where the browser blocks it. Only in a click. */
export function showWindow(local: ProviderWindow, url: string, name: string): boolean {
  if (windowStatus(local) === 'open') {
    local.window!.focus();
    return true;
  }
  local.window = (isPage(url) && open(url, name, 'popup,width=480,height=720')) || undefined;
  // some blockers return a window that is closed already
  if (local.window?.closed) local.window = undefined;
  return Boolean(local.window);
}

/**
 * During the check a message from the window only triggers a poll; it is never the answer. Closes the window when the
 * check ends. `redirect` is the address of the provider's origin.
 */
export async function watchWindow(local: ProviderWindow, redirect: string, { signal, poll }: Check): Promise<object> {
  const { origin } = new URL(redirect);
  const onMessage = (event: MessageEvent) => {
    if (event.origin === origin && event.source === local.window) poll();
  };
  addEventListener('message', onMessage);
  signal.addEventListener('abort', () => {
    removeEventListener('message', onMessage);
    local.window?.close();
    local.window = undefined;
  });
  return {};
}

/** The address of the same check in this window, with the way back. Undefined where it is no address of a page. */
export function redirectAddress(redirect: string): string | undefined {
  if (!isPage(redirect)) return undefined;
  const address = new URL(redirect);
  address.searchParams.set('return', location.href);
  return address.href;
}

/** Rejects `javascript:` addresses, whatever the verifier sends. */
const isPage = (address: string) => /^https?:/.test(address);
