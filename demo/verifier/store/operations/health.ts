import type { BatchingEngine } from '../engine.js';
import type { HourCount, SiteHealth } from '../health.js';
import { rows } from '../operation.js';
import { sql } from '../sql.js';

export const health = ({ read }: BatchingEngine): SiteHealth => ({
  attemptsByHour: (since) =>
    read(() =>
      rows<HourCount>(sql`
        SELECT site, at / 3600000 AS hour, status, COUNT(*) AS count FROM evidence WHERE at >= ${since}
        GROUP BY site, at / 3600000, status ORDER BY site, hour, status`),
    ),
  outboxMessagesBySite: () =>
    read(() => rows(sql`SELECT site, COUNT(*) AS count FROM outbox_messages GROUP BY site ORDER BY site`)),
});
