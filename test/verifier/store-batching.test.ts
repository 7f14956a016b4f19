import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchingEngine } from '../../demo/verifier/store/batching/batching-engine.js';
import { sharedQuery, type SharedStatement } from '../../demo/verifier/store/batching/shared-statement.js';
import { RolledBack, type BatchingEngine, type RawEngine } from '../../demo/verifier/store/engine.js';
import { row, run, type Operation, type RawOperation } from '../../demo/verifier/store/operation.js';
import { and, raw, sql, type SqlValue, type Statement } from '../../demo/verifier/store/sql.js';

const ageOf = sharedQuery('name TEXT', sql`SELECT input.n, age FROM input JOIN people USING (name)`);
const plain = (value: SqlValue) => sql`plain ${value}`;

/** A fake database of ages by name: records the statements of each transaction and fails on the statement `broken`. */
function database() {
  const transactions: Statement[][] = [];
  const ages: Record<string, number> = { kim: 20, hong: 30 };
  const answer = ({ sql: text, parameters: [value] }: Statement): unknown[] => {
    if (text === 'broken') throw new RolledBack(new Error('broken'));
    if (text === plain('').sql) return [{ value }];
    return (JSON.parse(value as string) as [string][]).flatMap(([name], n) =>
      name in ages ? [{ n, age: ages[name] }] : [],
    );
  };
  async function drive<T>(operation: () => RawOperation<T>): Promise<T> {
    const running = operation();
    const statements: Statement[] = [];
    transactions.push(statements);
    let step = running.next();
    for (; !step.done; step = running.next(step.value.map(answer))) statements.push(...step.value);
    return step.value;
  }
  const engine: RawEngine = { read: drive, relaxed: drive, atomic: (_locks, operation) => drive(operation) };
  return { ...batchingEngine(engine, 1), transactions };
}
const age = (name: string) => () => row<{ age: number }>(ageOf(name));

test('concurrent operations share one query and receive their own rows', async () => {
  const { read, transactions } = database();
  const found = await Promise.all([read(age('hong')), read(age('choi')), read(age('kim'))]);
  assert.deepEqual(
    found.map((one) => one?.age),
    [30, undefined, 20],
  );
  assert.deepEqual(
    transactions.map((statements) => statements.map(({ parameters }) => parameters)),
    [[['[["hong"],["choi"],["kim"]]']]],
  );
});

test('a later operation runs its own query', async () => {
  const { read, transactions } = database();
  await read(age('hong'));
  await read(age('kim'));
  assert.equal(transactions.length, 2);
});

test('operations with several steps share the queries of each step', async () => {
  const { atomic, transactions } = database();
  const sum = function* (...names: string[]): Operation<number> {
    let all = 0;
    for (const name of names) all += (yield* row<{ age: number }>(ageOf(name)))!.age;
    return all;
  };
  assert.deepEqual(
    await Promise.all([
      atomic([], () => sum('hong', 'kim')),
      atomic([], () => sum('kim')),
      atomic([], () => sum('kim', 'kim', 'kim')),
    ]),
    [50, 20, 60],
  );
  assert.deepEqual(
    transactions.map((statements) =>
      statements.map(({ parameters: [rows] }) => (JSON.parse(rows as string) as unknown[]).length),
    ),
    [[3, 2, 1]],
  );
});

test('a plain statement is sent unchanged', async () => {
  const { read } = database();
  assert.deepEqual(await Promise.all([1, 2].map((i) => read(() => row(plain(i))))), [{ value: 1 }, { value: 2 }]);
});

test('operations with the same lock run in order, others beside them', async () => {
  const { atomic, transactions } = database();
  const log: string[] = [];
  const work = (name: string, ...locks: string[]) =>
    atomic(locks, function* () {
      log.push(`${name} begins`);
      yield* run(plain(name));
      log.push(`${name} ends`);
    });
  await Promise.all([work('a1', 'a'), work('a2', 'a', 'b'), work('b1', 'b'), work('c1', 'c'), work('a3', 'a')]);
  const both = (one: string, other: string) => [`${one} begins`, `${other} begins`, `${one} ends`, `${other} ends`];
  assert.deepEqual(log, [...both('a1', 'c1'), 'a2 begins', 'a2 ends', ...both('b1', 'a3')]);
  assert.equal(transactions.length, 1);
});

test('other operations overtake a burst on one lock', async () => {
  const { atomic, transactions } = database();
  const work = (name: string, ...locks: string[]) => atomic(locks, () => run(plain(name)));
  await Promise.all([
    ...Array.from({ length: 25 }, (_, i) => work(`a${i}`, 'a')),
    work('ab', 'a', 'b'),
    work('b', 'b'),
    work('c', 'c'),
  ]);
  const order = transactions.map((statements) => statements.map(({ parameters: [name] }) => name as string));
  assert.deepEqual(
    order.map((names) => names.length),
    [11, 10, 7],
  );
  assert.deepEqual(
    order.map((names) => names.filter((name) => !name.startsWith('a'))),
    [['c'], [], ['b']],
  );
  assert.deepEqual(
    order.flat().filter((name) => /^a\d/.test(name)),
    Array.from({ length: 25 }, (_, i) => `a${i}`),
  );
});

test('an operation that fails does not affect others of its batch', async () => {
  const { atomic } = database();
  const [first, broken, last] = await Promise.allSettled([
    atomic([], age('hong')),
    atomic([], () => run(sql`broken`)),
    atomic([], age('kim')),
  ]);
  assert.deepEqual([first.status, broken.status, last.status], ['fulfilled', 'rejected', 'fulfilled']);
  assert.equal(broken.status === 'rejected' && (broken.reason as Error).message, 'broken');
});

test('characters that no database can store are replaced', async () => {
  const { read, transactions } = database();
  await read(age('a\0b\ud800c\\ud800\u{1f600}'));
  assert.deepEqual(JSON.parse(transactions[0]![0]!.parameters[0] as string), [['a\ufffdb\ufffdc\\ud800\u{1f600}']]);
});

test('fragments keep their values as parameters, never as SQL text', () => {
  const condition = and([sql`site = ${'a'}`, sql`at >= ${1}`, sql`reason = ${null}`]);
  assert.deepEqual(sql`SELECT ${raw('id, "at"')} FROM evidence WHERE ${condition} LIMIT ${2}`, {
    sql: 'SELECT id, "at" FROM evidence WHERE site = ? AND at >= ? AND reason = ? LIMIT ?',
    parameters: ['a', 1, null, 2],
  });
  assert.throws(() => sharedQuery('id TEXT', sql`SELECT ${'a value'} FROM input`));
});

/** Checked by the compiler, never run: only the batching engine runs batchable statements. */
export function typesOf(
  rawEngine: RawEngine,
  engine: BatchingEngine,
  statement: SharedStatement,
  operations: {
    plain(): RawOperation<void>;
    batchable(): Operation<void>;
    store(engine: BatchingEngine): void;
  },
): void {
  void engine.read(() => row(statement));
  void engine.atomic([], operations.batchable);
  void engine.atomic([], operations.plain);
  void rawEngine.atomic([], operations.plain);
  // @ts-expect-error a batchable statement has no SQL of its own
  const query: Statement = statement;
  // @ts-expect-error a raw engine cannot read by a batchable statement
  void rawEngine.read(() => row(statement));
  // @ts-expect-error nor run an operation that yields some
  void rawEngine.atomic([], operations.batchable);
  // @ts-expect-error nor run it relaxed
  void rawEngine.relaxed(operations.batchable);
  // @ts-expect-error nor be the engine of the store's operations
  operations.store(rawEngine);
  void query;
}
