import type { Method } from './method.js';
import { motp } from './motp/motp.js';

/** The ways that this gate can show, by the name that they have on the wire. A verifier's other offers are not shown. */
export const methods: { readonly [id: string]: Method | undefined } = { motp };
