/** The app's client of the verifier's device registry. */
import type { Clock } from '../../clock.js';
import type { Exchange } from './otp/offset.js';
import type { Claim } from './pin/claim.js';
import { isCodeReply, isRegisterReply, isUnlockReply } from './replies.js';

/** A reply with the times of its request and arrival, in epoch milliseconds of this phone. */
export type Timed<Reply> = Reply & Pick<Exchange, 'sent' | 'received'>;

/** A failed request. `unreachable` covers being offline, a time-out, an outage and an invalid reply. */
export class VerifierError extends Error {
  override name = 'VerifierError';
  constructor(
    readonly code: 'unreachable' | 'too-many-requests' | 'refused',
    options?: ErrorOptions,
  ) {
    super(`the verifier's answer: ${code}`, options);
  }
}

/** Milliseconds after which the app goes on as if offline. */
const TIMEOUT_MS = 8_000;

export class Verifier {
  /** `base`: the verifier's address without a closing slash. */
  constructor(
    private readonly base: string,
    private readonly clock: Clock,
  ) {}

  /** Requests an SMS with a six-digit code. */
  sendCode(name: string, phone: string) {
    return this.#ask('/devices/codes', { name, phone }, isCodeReply);
  }

  /** Registers this device with the code of the SMS; other devices with that number are deactivated. */
  register(registration: string, code: string) {
    return this.#ask('/devices', { registration, code }, isRegisterReply);
  }

  /** Has a PIN verified without sending it. */
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
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
    try {
      const response = await fetch(this.base + path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
        signal: controller.signal,
      });
      return { status: response.status, reply: response.ok ? await response.json() : undefined };
    } catch (cause) {
      throw new VerifierError('unreachable', { cause });
    } finally {
      clearTimeout(timer);
    }
  }
}
