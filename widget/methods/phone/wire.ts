import { z } from 'zod';

/**
 * The provider's page: `url` opens in a window, in the click. `redirect` is the same check for a page that cannot open
 * one: it takes `?return=<address>` and goes back there, if that is a page of the session's origin.
 */
export const params = z.object({ url: z.url(), redirect: z.url() });

/** Empty: the verifier fetches the result itself, and answers `pending` until then. */
export const proof = z.object({});
