/**
 * Resolves to the reply where an endpoint redirects to another origin, to a login perhaps: to follow that fails like
 * the network does. Resolves to undefined where the network failed.
 */
export const redirectOf = (path: string) =>
  fetch(path, { cache: 'no-store', mode: 'same-origin', redirect: 'manual' }).then((reply) =>
    reply.type === 'opaqueredirect' ? reply : undefined,
  );
