/**
 * Network of the pages under test: a service worker that forwards each request for `/test/loader/site/…`, on any
 * origin, to the running test.
 */
declare const self: ServiceWorkerGlobalScope;
interface ServiceWorkerGlobalScope extends EventTarget {
  clients: {
    claim(): Promise<void>;
    matchAll(
      options: object,
    ): Promise<{ url: string; postMessage(message: unknown, transfer: Transferable[]): void }[]>;
  };
  skipWaiting(): Promise<void>;
}
type Extendable = Event & { waitUntil(work: Promise<unknown>): void };
type Fetching = Event & { request: Request; respondWith(reply: Promise<Response>): void };

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => (event as Extendable).waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { request } = event as Fetching;
  if (new URL(request.url).pathname.startsWith('/test/loader/site/'))
    (event as Fetching).respondWith(answerFromTest(request));
});

async function answerFromTest(request: Request): Promise<Response> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const test = windows.find(({ url }) => url.includes('wtr-session-id'))!;
  const { pathname, search } = new URL(request.url);
  const received = {
    method: request.method,
    path: pathname + search,
    headers: Object.fromEntries(request.headers),
    cache: request.cache,
    body: await request.text(),
  };
  const { port1, port2 } = new MessageChannel();
  const reply = new Promise<{ status: number; headers: Record<string, string>; body: string | null } | undefined>(
    (resolve) => (port1.onmessage = ({ data }) => resolve(data)),
  );
  test.postMessage(received, [port2]);
  const answer = await reply;
  return answer ? new Response(answer.body, answer) : Response.error();
}
export {};
