import { dayMs } from '../../domain/korean-time.js';
import type { BatchingEngine } from '../engine.js';
import { row, rows, run } from '../operation.js';
import { raw, sql, timeMark } from '../sql.js';
import type { Store } from '../store.js';
import { assets } from './assets.js';
import { attempts } from './attempts.js';
import { dataKeyRotation } from './data-key-rotation.js';
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

/** Rows of a table that one step of retention removes. */
const rowsPerStep = 1_000;

/** All operations of a store on an engine; opening and closing belong to the database. */
export const operations = (engine: BatchingEngine): Omit<Store, 'close'> => ({
  ...sites(engine),
  ...siteSettings(engine),
  ...sessions(engine),
  ...attempts(engine),
  ...learners(engine),
  ...dataKeyRotation(engine),
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
  ...assets(engine),
  ...keys(engine),
  time: async () => (await engine.read(() => row<{ time: number }>(sql`SELECT ${raw(timeMark)} AS time`)))!.time,
  probeWrite: (at) =>
    engine.atomic([], () =>
      run(sql`INSERT INTO write_probe (id, at) VALUES (1, ${at}) ON CONFLICT (id) DO UPDATE SET at = excluded.at`),
    ),
  removeExpired: (before) =>
    engine.atomic([], function* () {
      let more = false;
      for (const [table, key, column, limit] of [
        ['sessions', 'id', 'expires_at', before],
        ['registrations', 'id', 'expires_at', before],
        ['rate_limits', 'bucket', 'full_until', before],
        ['used_codes', '(owner, step)', 'used_at', before - 2 * dayMs],
        ['upstream_queries', 'code', 'asked_at', before],
        ['operator_sessions', 'hash', 'expires_at', before],
      ] as const) {
        const [of, by, at] = [raw(table), raw(key), raw(column)];
        const names = raw(key.replace(/[()]/g, ''));
        const removed = yield* rows(sql`
          DELETE FROM ${of} WHERE ${by} IN (SELECT ${names} FROM ${of} WHERE ${at} < ${limit} LIMIT ${rowsPerStep})
          RETURNING 1`);
        more ||= removed.length === rowsPerStep;
      }
      return more;
    }),
});
