import type { World } from './world.js';

/** Tries one thing that the contract promises; its name is the promise. @throws Unmet when it is broken, NotTried when it cannot be tried here */
export type Case = (world: World) => Promise<void>;

/** Cases of one topic, by name. To add one, write it where it belongs: nothing else enumerates them. */
export type Topic = Record<string, Case>;

/** The verifier did something else than the contract says. */
export class Unmet extends Error {
  override name = 'Unmet';

  constructor(expected: string, came: unknown) {
    super(`expected ${expected}; came ${show(came)}`);
  }
}

/** The settings give a case nothing to work with; the message says what it needs. */
export class NotTried extends Error {
  override name = 'NotTried';
}

/** Any value on one short line. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
