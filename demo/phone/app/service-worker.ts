/** Caches the app for offline use. Requests to the verifier bypass the cache. */

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
/** The used part of a service worker's global scope; TypeScript's "webworker" library conflicts with "dom". */
interface Scope {
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}

const worker = self as unknown as Scope;
const PREFIX = 'phone-';

worker.addEventListener('install', (event) => event.waitUntil(cacheShell()));
worker.addEventListener('activate', (event) => event.waitUntil(deleteOldCaches()));
worker.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method === 'GET' && origin === location.origin && SHELL.includes(pathname))
    event.respondWith(fromCache(event.request, pathname));
});

async function cacheShell() {
  const cache = await caches.open(PREFIX + VERSION);
  await cache.addAll(SHELL.map((path) => new Request(path, { cache: 'reload' })));
  await worker.skipWaiting(); // safe: an open page has already loaded its script and style sheet
}

async function deleteOldCaches() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== PREFIX + VERSION).map((name) => caches.delete(name)),
  );
  await worker.clients.claim();
}

async function fromCache(request: Request, pathname: string) {
  const cache = await caches.open(PREFIX + VERSION);
  return (await cache.match(pathname)) ?? fetch(request);
}
