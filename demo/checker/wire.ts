import type { VerifierClock } from './verifier-clock.js';

export interface Reply {
  status: number;
  headers: Headers;
  /** Parsed if it is JSON, else the text. */
  body: unknown;
}

export interface Message {
  /** Default: POST. */
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A request as it was sent, without its secret, and the reply as it came. */
export interface Exchange {
  request: { method: string; path: string; headers: Record<string, string>; body?: string | undefined };
  reply: { status: number; headers: Record<string, string>; body: string };
}

export interface Wire {
  /** Sends any request, well-formed or not. */
  send(path: string, message: Message): Promise<Reply>;
  /** Posts JSON. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>;
}

/** Seconds. A longer `Retry-After` is not waited for. */
const longestWait = 120;
/** Retries of one request before its 429 counts as the reply. */
const maxRetries = 10;
/** Milliseconds. */
const timeout = 15_000;

/**
 * An HTTP client for the verifier at `base`. A checker sends many requests from one address, so a rate limit (429 with
 * `Retry-After`) is waited for and the request repeated.
 */
export function openWire(
  base: string,
  verifierClock: VerifierClock,
  onExchange: (exchange: Exchange) => void = () => {},
): Wire {
  let waiting: Promise<void> | undefined;

  async function send(path: string, message: Message, retries = 0): Promise<Reply> {
    const response = await fetch(base + path, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
      ...message,
    });
    const { status, headers } = response;
    const text = await response.text();
    onExchange(recorded(path, message, response, text));
    const wait = Number(headers.get('retry-after') ?? NaN);
    if (status !== 429 || retries === maxRetries || !(wait <= longestWait))
      return { status, headers, body: parsed(text) };
    // concurrent requests share one wait
    await (waiting ??= verifierClock.advance(wait).finally(() => (waiting = undefined)));
    return send(path, message, retries + 1);
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

function recorded(path: string, { method = 'POST', headers = {}, body }: Message, response: Response, text: string) {
  const { authorization, ...others } = headers;
  const sent = authorization === undefined ? others : { ...others, authorization: 'Bearer ***' };
  return {
    request: { method, path, headers: sent, body },
    reply: { status: response.status, headers: Object.fromEntries(response.headers), body: text },
  };
}
