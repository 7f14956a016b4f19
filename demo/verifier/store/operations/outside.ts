import type { CheckResult, OutboxItem } from '../../domain/model.js';
import type { Outbox, Question, Questions } from '../outside.js';
import { row, rows, run, type Engine, type Operation } from '../operation.js';

/** Puts letters into the outbox, for the operations that something must be told of. */
export function* enqueue(letters: readonly OutboxItem[], dueAt: number): Operation<void> {
  for (const { id, message } of letters)
    yield* run('INSERT INTO outbox (id, letter, due_at) VALUES (?, ?, ?)', id, message, dueAt);
}

export const outside = ({ read, whole }: Engine): Questions & Outbox => ({
  question: (code, now, isOld) =>
    whole([`question ${code}`], function* () {
      const found = yield* row<{ askedAt: number; finding: string | null }>(
        'SELECT asked_at AS "askedAt", finding FROM questions WHERE code = ?',
        code,
      );
      const earlier: Question | undefined = found && {
        askedAt: found.askedAt,
        finding: found.finding === null ? null : (JSON.parse(found.finding) as CheckResult),
      };
      if (earlier && !isOld(earlier)) return { ...earlier, mine: false };
      yield* run(
        'INSERT INTO questions (code, asked_at) VALUES (?, ?) ON CONFLICT (code) DO UPDATE SET asked_at = excluded.asked_at, finding = NULL',
        code,
        now,
      );
      return { askedAt: now, finding: null, mine: true };
    }),
  answerQuestion: (code, askedAt, finding) =>
    whole([`question ${code}`], () =>
      run('UPDATE questions SET finding = ? WHERE code = ? AND asked_at = ?', JSON.stringify(finding), code, askedAt),
    ),
  leaseOutboxMessages: (most, now, until) =>
    whole(['outbox'], () =>
      rows(
        `UPDATE outbox SET due_at = ?, tries = tries + 1
         WHERE id IN (SELECT id FROM outbox WHERE due_at <= ? ORDER BY due_at LIMIT ?) RETURNING id, letter AS message, tries`,
        until,
        now,
        most,
      ),
    ),
  countOutboxMessages: () =>
    read(function* () {
      return (yield* row<{ count: number }>('SELECT COUNT(*) AS count FROM outbox'))!.count;
    }),
  deleteOutboxMessage: (id) => whole(['outbox'], () => run('DELETE FROM outbox WHERE id = ?', id)),
  postponeOutboxMessage: (id, dueAt) =>
    whole(['outbox'], () => run('UPDATE outbox SET due_at = ? WHERE id = ?', dueAt, id)),
});
