import { randomInt } from 'node:crypto';

/** Six random digits for a text message. */
export const newSmsCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');
