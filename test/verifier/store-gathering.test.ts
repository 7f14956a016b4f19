import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gathering } from '../../demo/verifier/store/gathering.js';
import {
  row,
  run,
  shared,
  Undone,
  type Engine,
  type Operation,
  type Statement,
} from '../../demo/verifier/store/operation.js';

const ageOf = shared('name TEXT', 'SELECT asked.n, age FROM asked JOIN people USING (name)');

/** A database that knows ages by names, keeps what it was asked in each journey, and refuses the statement `broken`. */
function database() {
  const journeys: Statement[][] = [];
  const ages: Record<string, number> = { kim: 20, hong: 30 };
  const answer = ({ sql, parameters: [asked] }: Statement): unknown[] => {
    if (sql === 'broken') throw new Undone(new Error('broken'));
    if (sql === 'plain') return [{ asked }];
    return (JSON.parse(asked as string) as [string][]).flatMap(([name], n) =>
      name in ages ? [{ n, age: ages[name] }] : [],
    );
  };
  async function drive<T>(operation: () => Operation<T>): Promise<T> {
    const going = operation();
    const journey: Statement[] = [];
    journeys.push(journey);
    let step = going.next();
    for (; !step.done; step = going.next(step.value.map(answer))) journey.push(...step.value);
    return step.value;
  }
  const engine: Engine = { read: drive, brief: drive, whole: (_locks, operation) => drive(operation) };
  return { ...gathering(engine, 1), journeys };
}
const age = (name: string) => () => row<{ age: number }>(ageOf(name));

test('what is asked at the same moment is asked once, and everybody has their own answer', async () => {
  const { read, journeys } = database();
  const found = await Promise.all([read(age('hong')), read(age('nobody')), read(age('kim'))]);
  assert.deepEqual(
    found.map((one) => one?.age),
    [30, undefined, 20],
  );
  assert.deepEqual(
    journeys.map((journey) => journey.map(({ parameters }) => parameters)),
    [[['[["hong"],["nobody"],["kim"]]']]],
  );
});

test('what is asked later goes on a journey of its own', async () => {
  const { read, journeys } = database();
  await read(age('hong'));
  await read(age('kim'));
  assert.equal(journeys.length, 2);
});

test('operations of several steps go side by side', async () => {
  const { whole, journeys } = database();
  const sum = function* (...names: string[]): Operation<number> {
    let all = 0;
    for (const name of names) all += (yield* row<{ age: number }>(ageOf(name)))!.age;
    return all;
  };
  assert.deepEqual(
    await Promise.all([
      whole([], () => sum('hong', 'kim')),
      whole([], () => sum('kim')),
      whole([], () => sum('kim', 'kim', 'kim')),
    ]),
    [50, 20, 60],
  );
  assert.deepEqual(
    journeys.map((journey) =>
      journey.map(({ parameters: [rows] }) => (JSON.parse(rows as string) as unknown[]).length),
    ),
    [[3, 2, 1]],
  );
});

test('a statement that is nobody else’s is asked as it is', async () => {
  const { read } = database();
  assert.deepEqual(await Promise.all([1, 2].map((i) => read(() => row('plain', i)))), [{ asked: 1 }, { asked: 2 }]);
});

test('what needs the same lock goes one after the other, in its order; what needs another one goes beside it', async () => {
  const { whole, journeys } = database();
  const rounds: string[] = [];
  const work = (name: string, ...locks: string[]) =>
    whole(locks, function* () {
      rounds.push(`${name} begins`);
      yield* run('plain', name);
      rounds.push(`${name} ends`);
    });
  await Promise.all([work('a1', 'a'), work('a2', 'a', 'b'), work('b1', 'b'), work('c1', 'c'), work('a3', 'a')]);
  const both = (one: string, other: string) => [`${one} begins`, `${other} begins`, `${one} ends`, `${other} ends`];
  assert.deepEqual(rounds, [...both('a1', 'c1'), 'a2 begins', 'a2 ends', ...both('b1', 'a3')]);
  assert.equal(journeys.length, 1);
});

test('who wants the same thing very often lets others go before', async () => {
  const { whole, journeys } = database();
  const work = (name: string, ...locks: string[]) => whole(locks, () => run('plain', name));
  await Promise.all([
    ...Array.from({ length: 25 }, (_, i) => work(`a${i}`, 'a')),
    work('ab', 'a', 'b'),
    work('b', 'b'),
    work('c', 'c'),
  ]);
  const order = journeys.map((journey) => journey.map(({ parameters: [name] }) => name as string));
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

test('one that fails takes no others with it', async () => {
  const { whole } = database();
  const [first, broken, last] = await Promise.allSettled([
    whole([], age('hong')),
    whole([], () => run('broken')),
    whole([], age('kim')),
  ]);
  assert.deepEqual([first.status, broken.status, last.status], ['fulfilled', 'rejected', 'fulfilled']);
  assert.equal(broken.status === 'rejected' && (broken.reason as Error).message, 'broken');
});

test('a text that no database can hold is asked without what makes it so', async () => {
  const { read, journeys } = database();
  await read(age('a\0b\ud800c\\ud800\u{1f600}'));
  assert.deepEqual(JSON.parse(journeys[0]![0]!.parameters[0] as string), [['a\ufffdb\ufffdc\\ud800\u{1f600}']]);
});
