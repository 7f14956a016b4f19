/**
 * The verifier as a contender: every request is another learner's right code, judged, signed and durable before the
 * reply.
 */
import { startProcesses } from '../support/processes.js';
import { postRequest } from './load.js';
import { prepareAttempts } from './prepared-attempts.js';
import type { Contender } from './rounds.js';

/** True if a body is a verified verdict. */
export const isVerified = (body: string): boolean => body.startsWith('{"status":"verified"');

export type Verifiers = Awaited<ReturnType<typeof startProcesses>>;

/** `learners` per round; `watched` as in {@link Contender}. */
export const verifying = (v: Verifiers, learners: number, watched: number[][]): Contender => ({
  watched,
  accept: isVerified,
  async prepare(round) {
    const answers = await prepareAttempts(v.store, v.vault, learners, String(10 + round));
    return answers.map((answer, i) =>
      postRequest(`${v.urls[i % v.urls.length]}/verify`, answer, { origin: 'http://site.test' }),
    );
  },
});
