import { run, type Engine } from '../operation.js';
import type { Store } from '../store.js';
import { attempts } from './attempts.js';
import { devices } from './devices.js';
import { evidence } from './evidence.js';
import { identities } from './identities.js';
import { keys } from './keys.js';
import { operators } from './operators.js';
import { outside } from './outside.js';
import { rateLimits } from './rate-limits.js';
import { sessions } from './sessions.js';
import { sites } from './sites.js';
import { methodState } from './ways.js';

/** Everything that a store does, on any engine; opening and closing is the database's own. */
export const operations = (engine: Engine): Omit<Store, 'close'> => ({
  ...sites(engine),
  ...sessions(engine),
  ...attempts(engine),
  ...evidence(engine),
  ...operators(engine),
  ...methodState(engine),
  ...identities(engine),
  ...devices(engine),
  ...rateLimits(engine),
  ...outside(engine),
  ...keys(engine),
  ping: () => engine.read(() => run('SELECT 1')),
  forget: (before) =>
    engine.whole([], function* () {
      yield* run('DELETE FROM sessions WHERE expires_at < ?', before);
      yield* run('DELETE FROM registrations WHERE expires_at < ?', before);
      yield* run('DELETE FROM rate_limits WHERE full_until < ?', before);
      yield* run('DELETE FROM questions WHERE asked_at < ?', before);
      yield* run('DELETE FROM operator_visits WHERE expires_at < ?', before);
    }),
});
