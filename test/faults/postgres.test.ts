import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startPostgres, withoutPostgres, type Postgres } from '../support/postgres.js';
import { startProcesses } from '../support/processes.js';
import { scene } from '../verifier/attack-suite.js';
import { openGatePage, learnerAtGate } from './gate-page.js';

const many = 12;
let postgres: Postgres;
let gatePage: Awaited<ReturnType<typeof openGatePage>>;
before(async () => {
  if (withoutPostgres) return;
  [postgres, gatePage] = await Promise.all([startPostgres(), openGatePage()]);
});
after(async () => {
  await gatePage?.close();
  await postgres?.stop();
});

test(
  'PostgreSQL restarts under load: a learner retries and is verified, and each of many wrong codes counts once',
  { skip: withoutPostgres, timeout: 60_000 },
  async (t) => {
    const v = await startProcesses({
      count: 2,
      databaseUrl: await postgres.database(),
      origins: [gatePage.site.origin],
    });
    t.after(() => v.close());
    const { learner, code, getsIn, evidence, leaves } = await learnerAtGate(gatePage, {
      ...v,
      url: v.urls[0]!,
      clock: Date,
    });
    t.after(leaves);

    let goesOn!: () => void;
    const back = new Promise<void>((resolve) => (goesOn = resolve));
    const until = async <T>(replied: () => Promise<T>): Promise<T> =>
      replied().catch(() => back.then(() => until(replied)));
    const scenes = await Promise.all(Array.from({ length: many }, () => scene(v, Date.now())));
    let answers = 0;
    let loaded!: () => void;
    const underLoad = new Promise<void>((resolve) => (loaded = resolve));
    const typing = scenes.map(async ({ wrong, challenges }) => {
      const [id] = (await until(() => challenges(1))) as [string];
      const left: number[] = [];
      for (const attempt of ['attempt-1', 'attempt-2', 'attempt-3', 'attempt-4']) {
        const verdict = await until(() => v.verify(id, wrong, attempt));
        if (verdict.status === 'rejected') left.push(verdict.attemptsLeft!);
        if (++answers === many) loaded();
      }
      return left;
    });
    await underLoad;
    await postgres.restart(async () => {
      await learner.types(code());
      // a problem of the service, not of the learner's connection
      await learner.hears('점검 중입니다');
    });
    goesOn();
    await learner.chooses('다시 시도');
    await getsIn();
    assert.deepEqual(await evidence(), ['verified']);

    assert.deepEqual(
      await Promise.all(typing),
      scenes.map(() => [4, 3, 2, 1]),
    );
    for (const { learner } of scenes)
      assert.equal((await v.evidence.entries({ site: 'site', learner: learner.ref }, 100)).length, 4);
  },
);
