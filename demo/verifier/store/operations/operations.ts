import { dayMs } from '../../domain/korean-time.js';
import type { BatchingEngine } from '../engine.js';
import { row, run } from '../operation.js';
import { raw, sql, timeMark } from '../sql.js';
import type { Store } from '../store.js';
import { attempts } from './attempts.js';
import { devices } from './devices.js';
import { earlierData } from './earlier-data.js';
import { eraseLearner } from './erase-learner.js';
import { evidence } from './evidence.js';
import { health } from './health.js';
import { identities } from './identities.js';
import { keys } from './keys.js';
import { learners } from './learners.js';
import { methodState } from './method-state.js';
import { operators } from './operators.js';
import { rateLimits } from './rate-limits.js';
import { sessions } from './sessions.js';
import { siteSettings } from './site-settings.js';
import { sites } from './sites.js';
import { switches } from './switches.js';
import { upstream } from './upstream.js';

/** All operations of a store on an engine; opening and closing belong to the database. */
export const operations = (engine: BatchingEngine): Omit<Store, 'close'> => ({
  ...sites(engine),
  ...siteSettings(engine),
  ...sessions(engine),
  ...attempts(engine),
  ...learners(engine),
  ...earlierData(engine),
  ...eraseLearner(engine),
  ...evidence(engine),
  ...health(engine),
  ...operators(engine),
  ...methodState(engine),
  ...identities(engine),
  ...devices(engine),
  ...rateLimits(engine),
  ...upstream(engine),
  ...switches(engine),
  ...keys(engine),
  time: async () => (await engine.read(() => row<{ time: number }>(sql`SELECT ${raw(timeMark)} AS time`)))!.time,
  probeWrite: (at) =>
    engine.atomic([], () =>
      run(sql`INSERT INTO write_probe (id, at) VALUES (1, ${at}) ON CONFLICT (id) DO UPDATE SET at = excluded.at`),
    ),
  removeExpired: (before) =>
    engine.atomic([], function* () {
      yield* run(sql`DELETE FROM sessions WHERE expires_at < ${before}`);
      yield* run(sql`DELETE FROM registrations WHERE expires_at < ${before}`);
      yield* run(sql`DELETE FROM rate_limits WHERE full_until < ${before}`);
      yield* run(sql`DELETE FROM used_codes WHERE used_at < ${before - 2 * dayMs}`);
      yield* run(sql`DELETE FROM upstream_queries WHERE asked_at < ${before}`);
      yield* run(sql`DELETE FROM operator_sessions WHERE expires_at < ${before}`);
    }),
});
