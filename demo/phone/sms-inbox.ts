import type { Clock } from '../clock.js';

/** The latest SMS of each number, for three minutes. */
export interface Inbox {
  deliver(to: string, text: string): void;
  latest(phone: string): string | undefined;
}

/** The lifetime of the codes in these messages, in milliseconds. */
const LIFETIME_MS = 180_000;
const MAX_NUMBERS = 1_000;

/** Kept in memory only. */
export function createInbox(clock: Clock): Inbox {
  const messages = new Map<string, { text: string; at: number }>();
  const digitsOf = (phone: string) => phone.replace(/\D/g, '');
  return {
    deliver(to, text) {
      messages.delete(digitsOf(to)); // keeps the map in order of arrival
      messages.set(digitsOf(to), { text, at: clock.now() });
      const [oldest] = messages.keys();
      if (messages.size > MAX_NUMBERS && oldest !== undefined) messages.delete(oldest);
    },
    latest(phone) {
      const message = messages.get(digitsOf(phone));
      return message && clock.now() - message.at < LIFETIME_MS ? message.text : undefined;
    },
  };
}
