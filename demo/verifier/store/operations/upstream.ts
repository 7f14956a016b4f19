import type { CheckResult, OutboxItem } from '../../domain/model.js';
import type { BatchingEngine } from '../engine.js';
import { row, rows, run, type RawOperation } from '../operation.js';
import { sql } from '../sql.js';
import type { Outbox, UpstreamQueries, UpstreamQuery } from '../upstream.js';

/**
 * The longest delay of a message in milliseconds: one that is due later was dated by a clock that was ahead, and is due
 * now.
 */
const longestDelayMs = 3_660_000;

const isDue = (now: number) => sql`(due_at <= ${now} OR due_at > ${now + longestDelayMs})`;

/** Adds messages to a site's lane of the outbox, in the transaction of the change that they report. */
export function* enqueue(site: string, messages: readonly OutboxItem[], dueAt: number): RawOperation<void> {
  for (const { id, message } of messages)
    yield* run(
      sql`INSERT INTO outbox_messages (id, site, message, due_at) VALUES (${id}, ${site}, ${message}, ${dueAt})`,
    );
}

export const upstream = ({ read, atomic }: BatchingEngine): UpstreamQueries & Outbox => ({
  claimUpstreamQuery: (code, now, isStale) =>
    atomic([`upstream query ${code}`], function* () {
      const found = yield* row<{ askedAt: number; result: string | null }>(sql`
        SELECT asked_at AS "askedAt", result FROM upstream_queries WHERE code = ${code}`);
      const earlier: UpstreamQuery | undefined = found && {
        askedAt: found.askedAt,
        result: found.result === null ? null : (JSON.parse(found.result) as CheckResult),
      };
      if (earlier && !isStale(earlier)) return { ...earlier, claimed: false };
      yield* run(sql`
        INSERT INTO upstream_queries (code, asked_at) VALUES (${code}, ${now})
        ON CONFLICT (code) DO UPDATE SET asked_at = excluded.asked_at, result = NULL`);
      return { askedAt: now, result: null, claimed: true };
    }),
  saveUpstreamResult: (code, askedAt, result) =>
    atomic([`upstream query ${code}`], () =>
      run(sql`
        UPDATE upstream_queries SET result = ${JSON.stringify(result)} WHERE code = ${code} AND asked_at = ${askedAt}`),
    ),
  sitesWithOutboxMessages: (now) =>
    read(function* () {
      const found = yield* rows<{ site: string }>(sql`
        SELECT DISTINCT site FROM outbox_messages WHERE ${isDue(now)} ORDER BY site`);
      return found.map(({ site }) => site);
    }),
  leaseOutboxMessages: (site, limit, now, until) =>
    atomic([`outbox ${site}`], () =>
      rows(sql`
        UPDATE outbox_messages SET due_at = ${until}, tries = tries + 1
        WHERE id IN (
          SELECT id FROM outbox_messages WHERE site = ${site} AND ${isDue(now)} ORDER BY due_at LIMIT ${limit})
        RETURNING id, message, tries`),
    ),
  countOutboxMessages: () =>
    read(function* () {
      return (yield* row<{ count: number }>(sql`SELECT COUNT(*) AS count FROM outbox_messages`))!.count;
    }),
  deleteOutboxMessage: (id) => atomic([], () => run(sql`DELETE FROM outbox_messages WHERE id = ${id}`)),
  postponeOutboxMessage: (id, dueAt) =>
    atomic([], () => run(sql`UPDATE outbox_messages SET due_at = ${dueAt} WHERE id = ${id}`)),
});
