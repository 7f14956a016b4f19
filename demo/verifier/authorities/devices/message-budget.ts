import { dayMs } from '../../domain/korean-time.js';
import type { Bucket } from '../../store/store.js';

/**
 * Text messages in any 24 hours: to one number from one network, to one number. A number has more than
 * a network may use of it, so that a stranger who asks for messages to it does not keep its owner from registering.
 */
export const messagesADay = { numberFromNetwork: 16, number: 40 } as const;

/** Ceilings of text messages in any 24 hours, from the settings. */
export interface MessageCeilings {
  all: number;
  network: number;
}

/** The part of the ceiling for all at which the alarm begins. */
const alarmAt = 0.8;

/** Half at once and half over the day: never more than `count` in any 24 hours. */
const aDay = (name: string, count: number): Bucket => ({
  name: `sms ${name}`,
  burst: Math.ceil(count / 2),
  interval: Math.ceil(dayMs / Math.max(1, Math.floor(count / 2))),
});

/** The budgets of a message; number and network are keyed hashes. */
export const bucketsOf = (number: string, network: string, ceilings: MessageCeilings): Bucket[] => [
  aDay(`${number} ${network}`, messagesADay.numberFromNetwork),
  aDay(number, messagesADay.number),
  aDay(network, ceilings.network),
];

/** The ceiling for all messages of a day, and the bucket that is full when the alarm begins. */
export const ceilingOf = (count: number): { all: Bucket; alarm: Bucket } => ({
  all: aDay('all', count),
  alarm: { ...aDay('all', count), name: 'sms alarm', burst: Math.max(1, Math.floor((count / 2) * alarmAt)) },
});
