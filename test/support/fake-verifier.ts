/**
 * A fake verifier for tests of the gate, written from the contract and not from the gate: it replaces `fetch`, gives
 * the answers that a story lists, and records the requests.
 */
import type { Challenge, ChallengeReply, Problem, Verdict } from '../../widget/contract.js';

type Answer = ChallengeReply | Verdict | Response | Error | 'silence' | Promise<Response>;
export interface GateRequest {
  path: string;
  body: Record<string, any>;
}

export const verifier = 'https://otp.test/v1';

/** A challenge as the contract's example has it; five minutes, the verifier's clock in step with the page's. */
export const challenge = (more: Partial<Challenge> = {}) =>
  ({
    status: 'challenge',
    id: 'ch_1',
    method: 'motp',
    params: { digits: 6, period: 60 },
    offers: ['motp'],
    checkpoint: { kind: 'lesson', number: 9, title: '안전한 목욕 돕기', step: { n: 1, of: 1 } },
    learner: { name: '김보람', phone: '010-0000-1234' },
    attemptsLeft: 5,
    expiresIn: 300,
    time: Date.now(),
    help: { phone: '02-0000-0000', guide: 'https://help.test/guide' },
    ...more,
  }) as Challenge;
export const verified: Verdict = { status: 'verified', token: 'signed.by.verifier', method: 'motp', expiresIn: 300 };
export const rejected = (reason: 'wrong-code' | 'used-code' | 'mismatch', attemptsLeft: number): Verdict => ({
  status: 'rejected',
  reason,
  attemptsLeft,
});
export const problem = (status: number, code: Problem['code']) =>
  new Response(JSON.stringify({ title: code, status, code }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });
export const page = (body: string, status = 200) =>
  new Response(body, { status, headers: { 'Content-Type': 'text/html' } });

export class FakeVerifier {
  readonly requests: GateRequest[] = [];
  readonly #answers: Answer[];
  readonly #fetch = globalThis.fetch;

  /** Answers one request after the other; the last answer goes on for ever. */
  constructor(...answers: Answer[]) {
    this.#answers = answers;
    globalThis.fetch = (input, init) => this.#answer(String(input), init!);
  }

  /** Replaces the answers to come. */
  answers(...answers: Answer[]) {
    this.#answers.splice(0, Infinity, ...answers);
  }

  /** The bodies posted to a path. */
  to = (path: string) => this.requests.filter((request) => request.path === path).map(({ body }) => body);

  leave() {
    globalThis.fetch = this.#fetch;
  }

  async #answer(address: string, init: RequestInit): Promise<Response> {
    if (!address.startsWith(verifier)) return this.#fetch(address, init);
    this.requests.push({ path: address.slice(verifier.length), body: JSON.parse(String(init.body)) });
    const answer = this.#answers.length > 1 ? this.#answers.shift()! : this.#answers[0]!;
    if (answer instanceof Error) throw answer;
    if (answer === 'silence')
      return new Promise((_, reject) =>
        init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError'))),
      );
    if (answer instanceof Response) return answer.clone();
    if (answer instanceof Promise) return answer;
    return new Response(JSON.stringify(answer), { headers: { 'Content-Type': 'application/json' } });
  }
}
