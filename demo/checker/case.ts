import type { World } from './world.js';

/** Tries one thing that the contract promises; its name is the promise. @throws Unmet when it is broken, NotTried when it cannot be tried here */
export type Case = (world: World) => Promise<void>;

/** Cases of one topic, by name. To add one, write it where it belongs: nothing else enumerates them. */
export type Topic = Record<string, Case>;
