import type { Topic } from '../case.js';
import { answers } from './answers.js';
import { attempts } from './attempts.js';
import { bodies } from './bodies.js';
import { expiry } from './expiry.js';
import { keys } from './keys.js';
import { locks } from './locks.js';
import { origins } from './origins.js';
import { people } from './people.js';
import { preflights } from './preflights.js';
import { challenges } from './challenges.js';
import { sessions } from './sessions.js';
import { singleUse } from './single-use.js';
import { tokens } from './tokens.js';

/** All cases in the order in which they run, basic ones first. */
export const topics: Record<string, Topic> = {
  sessions,
  challenges,
  answers,
  'single use': singleUse,
  attempts,
  locks,
  people,
  tokens,
  keys,
  origins,
  preflights,
  bodies,
  expiry,
};
