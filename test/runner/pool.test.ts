/** No failure of a file gets lost although files share a process, and none reaches the next file. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openWorker } from './pool.mjs';

const worker = openWorker({ timeLimit: 3000, closingTime: 100 });
after(() => worker.end());
const run = (name: string) => worker.run(fileURLToPath(new URL(`samples/${name}.mjs`, import.meta.url)));

/** The expected report of each file: the failed story, and words of the reason. */
const failures: Record<string, [name: string, reason: RegExp]> = {
  fails: ['a story that fails', /2 !== 3[^]*fails\.mjs:4/],
  'fails-before': ['outside its tests', /no database/],
  throws: ['outside its tests', /not loaded/],
  exits: ['outside its tests', /ended with code 0/],
  hangs: ['outside its tests', /did not end within 3 s[^]*a story without an end/],
  'leaves-open': ['leaves handles open', /TCPServerWrap/],
  'fails-late': ['outside its tests', /too late/],
  'sets-exit-code': ['outside its tests', /exit code was set to 3/],
};

test('a file with hooks, parts and a skipped story is counted', async () => {
  const { passed, failed, skipped, file } = await run('passes');
  assert.deepEqual([file, passed, failed, skipped], ['test/runner/samples/passes.mjs', 3, 0, 1]);
});

for (const [sample, [name, reason]] of Object.entries(failures))
  test(`${sample}.mjs fails, and the next file passes`, async () => {
    const { failed, failures } = await run(sample);
    assert.ok(failed > 0);
    assert.ok(
      failures.some((failure) => failure.name === name && reason.test(failure.error)),
      JSON.stringify(failures),
    );
    assert.equal((await run('passes')).failed, 0);
  });
