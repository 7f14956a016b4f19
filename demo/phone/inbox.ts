import type { Clock } from './clock.js';

/** The latest SMS of each number, for as long as anybody waits for one. */
export interface Inbox {
  deliver(to: string, text: string): void;
  latest(phone: string): string | undefined;
}

/** Milliseconds; the codes in these messages live no longer. */
const LIFETIME = 180_000;
const LARGEST = 1_000;

/** In memory: a restart forgets all messages. */
export function createInbox(clock: Clock): Inbox {
  const messages = new Map<string, { text: string; at: number }>();
  const digitsOf = (phone: string) => phone.replace(/\D/g, '');
  return {
    deliver(to, text) {
      messages.delete(digitsOf(to)); // so that the map stays in the order of arrival
      messages.set(digitsOf(to), { text, at: clock.now() });
      const [oldest] = messages.keys();
      if (messages.size > LARGEST && oldest !== undefined) messages.delete(oldest);
    },
    latest(phone) {
      const message = messages.get(digitsOf(phone));
      return message && clock.now() - message.at < LIFETIME ? message.text : undefined;
    },
  };
}
