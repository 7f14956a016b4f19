import type { Operation, Statement } from './operation.js';

/** An operation under way. */
interface Running {
  operation: Operation<unknown>;
  step: IteratorResult<readonly Statement[], unknown>;
}

/** A statement as the database is asked it, and what to do with the rows that it answers. */
interface Query extends Statement {
  answer(rows: unknown[]): void;
}

/**
 * Makes one operation of many that do not concern each other: they go side by side, from one question to the next, and what is shared
 * among their questions is asked once. Answers the result of each.
 */
export function* together(operations: readonly Operation<unknown>[]): Operation<unknown[]> {
  const all = operations.map((operation): Running => ({ operation, step: operation.next() }));
  for (;;) {
    const running = all.filter(({ step }) => !step.done);
    if (running.length === 0) return all.map(({ step }) => step.value);
    const answers = running.map((): unknown[][] => []);
    const queries = merged(
      running.map(({ step }) => step.value as readonly Statement[]),
      answers,
    );
    const rows = queries.length > 0 ? yield queries : [];
    queries.forEach(({ answer }, i) => answer(rows[i]!));
    running.forEach((one, i) => (one.step = one.operation.next(answers[i]!)));
  }
}

/** What everybody asks; `answers[i][j]` becomes what the `j`th statement of the `i`th is answered. */
function merged(asked: readonly (readonly Statement[])[], answers: unknown[][][]): Query[] {
  const queries: Query[] = [];
  const shared = new Map<string, { statement: Statement; answer(rows: unknown[]): void }[]>();
  asked.forEach((statements, i) =>
    statements.forEach((statement, j) => {
      const answer = (rows: unknown[]) => void (answers[i]![j] = rows);
      if (!statement.shared) return queries.push({ ...statement, answer });
      const askers = shared.get(statement.sql) ?? [];
      shared.set(statement.sql, askers);
      return askers.push({ statement, answer });
    }),
  );
  for (const askers of shared.values())
    queries.push({
      ...askers[0]!.statement,
      parameters: [asJson(askers.map(({ statement }) => statement.parameters))],
      answer(rows) {
        const found = askers.map((): unknown[] => []);
        for (const row of rows as { n: number }[]) found[row.n]!.push(row);
        askers.forEach(({ answer }, n) => answer(found[n]!));
      },
    });
  return queries;
}

/** No database holds a NUL, or half a surrogate pair, in a text; what comes from outside may have them. */
const asJson = (rows: unknown) =>
  JSON.stringify(rows).replaceAll(/\\\\|\\u(?:0000|d[89a-f]..)/g, (escape) => (escape === '\\\\' ? escape : '\uFFFD'));
