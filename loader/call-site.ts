/**
 * Calls the site's endpoint: GET, or POST with a token. Rejects with the `Response` of a refusal, and with nothing where the
 * network failed. Time-out: 10 seconds, longer than a site may wait for its verifier.
 */
export function callSite(path: string, token?: string): Promise<Response> {
  const send = (init: RequestInit) =>
    fetch(path, {
      headers: { 'Content-Type': 'application/json' },
      cache: 'no-store',
      mode: 'same-origin',
      ...init,
    });
  return new Promise((resolve, reject) => {
    setTimeout(reject, 10_000);
    const settle = (reply: Response) => (reply.ok ? resolve : reject)(reply);
    send(token ? { method: 'POST', body: JSON.stringify({ token }) } : {}).then(settle, () =>
      // to follow a redirect to another origin (a login) fails like the network does
      send({ redirect: 'manual' }).then(
        (reply) => reject(reply.type === 'opaqueredirect' ? reply : undefined),
        () => reject(),
      ),
    );
  });
}
