/** The verifier's device registry, as the app asks it. */
import type { Clock } from '../clock.js';
import type { Exchange } from './otp/offset.js';
import type { Claim } from './pin/claim.js';
import { isCodeReply, isRegisterReply, isUnlockReply } from './replies.js';

/** A reply and when it was asked for and came, in epoch milliseconds of this phone. */
export type Timed<Reply> = Reply & Pick<Exchange, 'sent' | 'received'>;

/** The verifier gave no answer that the app understands. `unreachable` covers a phone that is offline, a time-out and an outage. */
export class VerifierError extends Error {
  override name = 'VerifierError';
  constructor(
    readonly code: 'unreachable' | 'too-many-requests' | 'refused',
    options?: ErrorOptions,
  ) {
    super(`the verifier's answer: ${code}`, options);
  }
}

/** Milliseconds that a learner waits before the app goes on as if offline. */
const PATIENCE = 8_000;

export class Verifier {
  /** `base`: the verifier's address without a closing slash. */
  constructor(
    private readonly base: string,
    private readonly clock: Clock,
  ) {}

  /** Has a six-digit code sent to that number. */
  sendCode(name: string, phone: string) {
    return this.#ask('/devices/codes', { name, phone }, isCodeReply);
  }

  /** Registers this device with the code from the SMS; any other device of that number is out from then on. */
  register(registration: string, code: string) {
    return this.#ask('/devices', { registration, code }, isRegisterReply);
  }

  /** Has a PIN judged, without showing it. */
  unlock(device: string, claim: Claim) {
    return this.#ask('/devices/unlock', { device, ...claim }, isUnlockReply);
  }

  async #ask<Reply>(path: string, body: object, isReply: (reply: unknown) => reply is Reply): Promise<Timed<Reply>> {
    const sent = this.clock.now();
    const { status, reply } = await this.#post(path, body);
    if (status === 429) throw new VerifierError('too-many-requests');
    if (status >= 400 && status < 500) throw new VerifierError('refused');
    if (!isReply(reply)) throw new VerifierError('unreachable');
    return { ...reply, sent, received: this.clock.now() };
  }

  async #post(path: string, body: object): Promise<{ status: number; reply: unknown }> {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const response = await fetch(this.base + path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
        signal: patience.signal,
      });
      return { status: response.status, reply: response.ok ? await response.json() : undefined };
    } catch (cause) {
      throw new VerifierError('unreachable', { cause });
    } finally {
      clearTimeout(timer);
    }
  }
}
