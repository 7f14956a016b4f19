/** Keeps the whole app on the phone, so that it opens offline. What is asked of the verifier never passes through its cache. */

/** Set when the server builds this file. */
declare const VERSION: string;
declare const SHELL: string[];

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Event {
  request: Request;
  respondWith(response: Promise<Response>): void;
}
/** As much of a service worker's global scope as is used here; TypeScript's own library for it excludes the one for pages. */
interface Scope {
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}

const worker = self as unknown as Scope;
const PREFIX = 'phone-';

worker.addEventListener('install', (event) => event.waitUntil(keepShell()));
worker.addEventListener('activate', (event) => event.waitUntil(dropOld()));
worker.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method === 'GET' && origin === location.origin && SHELL.includes(pathname))
    event.respondWith(kept(event.request, pathname));
});

async function keepShell() {
  const cache = await caches.open(PREFIX + VERSION);
  await cache.addAll(SHELL.map((path) => new Request(path, { cache: 'reload' })));
  await worker.skipWaiting(); // the page in use is one script and one style sheet, both loaded: it does not mind
}

async function dropOld() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== PREFIX + VERSION).map((name) => caches.delete(name)),
  );
  await worker.clients.claim();
}

async function kept(request: Request, pathname: string) {
  const cache = await caches.open(PREFIX + VERSION);
  return (await cache.match(pathname)) ?? fetch(request);
}
