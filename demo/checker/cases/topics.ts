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
import { questions } from './questions.js';
import { sessions } from './sessions.js';
import { singleUse } from './single-use.js';
import { tokens } from './tokens.js';

/** Everything that is tried, in the order in which it is tried: the plain things first. */
export const topics: Record<string, Topic> = {
  sessions,
  questions,
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
