import type { Passage } from './passage.js';

export interface Reply {
  status: number;
  headers: Headers;
  /** Parsed when it is JSON, else the text. */
  body: unknown;
}

export interface Message {
  /** Default: POST. */
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface Wire {
  /** Sends anything, well-formed or not. */
  send(path: string, message: Message): Promise<Reply>;
  /** Posts JSON. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>;
}

const longestWait = 120; // seconds
const patience = 10; // how often a request is told to wait before that is its answer
const timeout = 15_000; // milliseconds

/**
 * Speaks HTTP to the verifier at `base`. A checker asks a lot from one address, so a verifier may tell it to wait (429 with `Retry-After`):
 * it waits as told and asks again, some times.
 */
export function openWire(base: string, passage: Passage): Wire {
  let waiting: Promise<void> | undefined;

  async function send(path: string, message: Message, told = 0): Promise<Reply> {
    const response = await fetch(base + path, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
      ...message,
    });
    const { status, headers } = response;
    const text = await response.text();
    const wait = Number(headers.get('retry-after') ?? NaN);
    if (status !== 429 || told === patience || !(wait <= longestWait)) return { status, headers, body: parsed(text) };
    // requests that are told at the same moment wait together
    await (waiting ??= passage.pass(wait).finally(() => (waiting = undefined)));
    return send(path, message, told + 1);
  }

  return {
    send: (path, message) => send(path, message),
    post: (path, body, headers = {}) =>
      send(path, { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
