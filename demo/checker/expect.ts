import { isDeepStrictEqual } from 'node:util';
import {
  ChallengeReply,
  DryReply,
  Problem,
  problems,
  SessionReply,
  SiteverifyReply,
  Verdict,
  type ProblemCode,
} from 'mo-otp-gate/contract';
import { summarize, ContractViolation } from './errors.js';
import type { Reply } from './wire.js';

const replies = { ChallengeReply, Verdict, SessionReply, DryReply, SiteverifyReply };
type ReplyName = keyof typeof replies;
type Body<Name extends ReplyName> = ReturnType<(typeof replies)[Name]['parse']>;

/** The parsed body; the reply must be a 200 of this shape. */
export function read<Name extends ReplyName>(name: Name, { status, headers, body }: Reply): Body<Name> {
  const parsed = replies[name].safeParse(body);
  const json = /^application\/json\b/.test(headers.get('content-type') ?? '');
  if (status !== 200 || !json || !parsed.success)
    throw new ContractViolation(`a 200 of application/json with a ${name}`, {
      status,
      type: headers.get('content-type'),
      body,
    });
  return parsed.data as Body<Name>;
}

/** The reply must be a problem of RFC 9457 with this code, and with the status that belongs to it. */
export function refused({ status, headers, body }: Reply, ...codes: [ProblemCode, ...ProblemCode[]]): void {
  const parsed = Problem.safeParse(body);
  const typed = /^application\/problem\+json\b/.test(headers.get('content-type') ?? '');
  const ok =
    typed &&
    parsed.success &&
    codes.includes(parsed.data.code) &&
    status === problems[parsed.data.code] &&
    parsed.data.status === status;
  if (!ok)
    throw new ContractViolation(
      `application/problem+json, ${codes.map((code) => `${problems[code]} ${code}`).join(' or ')}`,
      {
        status,
        type: headers.get('content-type'),
        body,
      },
    );
}

/** The named members must equal the expected ones; others are ignored. */
export function matches(received: object, expected: object): void {
  const known = received as Record<string, unknown>;
  for (const [name, value] of Object.entries(expected))
    if (!isDeepStrictEqual(known[name], value)) throw new ContractViolation(summarize(expected), received);
}

/** Any other expectation; `expected` says it in words. */
export function must(ok: boolean, expected: string, received: unknown): asserts ok {
  if (!ok) throw new ContractViolation(expected, received);
}

/**
 * Ids must differ, and in 16 characters or more: ids that follow from each other, such as counters and times, share
 * nearly all of them.
 */
export function mustBeUnguessable(ids: string[]): void {
  const shared = (texts: string[]) => {
    const [first = '', ...others] = texts;
    let length = 0;
    while (length < first.length && others.every((text) => text[length] === first[length])) length++;
    return length;
  };
  const reversed = ids.map((id) => [...id].reverse().join(''));
  const differing = Math.min(...ids.map(({ length }) => length)) - shared(ids) - shared(reversed);
  must(new Set(ids).size === ids.length && differing >= 16, 'ids that do not follow from each other', ids);
}

/** Every text in a value, at any depth, member names left out. */
export const textsOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [String(value)];

/** Counts verdicts by status. */
export function tally(verdicts: { status: string }[]): Record<string, number> {
  const count: Record<string, number> = {};
  for (const { status } of verdicts) count[status] = (count[status] ?? 0) + 1;
  return count;
}
