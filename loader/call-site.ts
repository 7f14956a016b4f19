import { withFurther } from './with-further.js';

/**
 * Calls the site's endpoint: GET, or POST with a token. Rejects with the `Response` of a refusal, and with nothing
 * where the network failed. Time-out: 10 seconds, longer than a site may wait for its verifier.
 */
export const callSite = (path: string, token?: string) =>
  new Promise<Response>((resolve, reject) => {
    setTimeout(reject, 10_000);
    fetch(path, {
      headers: { 'Content-Type': 'application/json' },
      cache: 'no-store',
      mode: 'same-origin',
      ...(token && { method: 'POST', body: JSON.stringify({ token }) }),
    }).then(
      (reply) => (reply.ok ? resolve : reject)(reply),
      () => withFurther((further) => further.redirectOf(path)).then(reject),
    );
  });
