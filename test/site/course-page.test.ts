/** The course page: where to go on, and where the learner will be asked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSite, type Visitor } from './site-fixture.js';

/** Lessons and assessments that carry the mark. */
const marked = async (learner: Visitor) =>
  [...(await learner.open('/course')).text.matchAll(/<th scope="row">([^<]*) ?<span class="due-mark">/g)].map(
    ([, name]) => name!.trim(),
  );
const nextOf = (text: string) => /<p class="next">[^]*?<a class="button main" href="([^"]*)"[^>]*>([^<]*)</.exec(text);

test('a learner goes on with the first lesson that is not done, through its gate', async (t) => {
  const site = await openSite(t);
  site.verifier.required = () => false;
  const learner = await site.learner();
  const begins = nextOf((await learner.open('/course')).text)!;
  assert.deepEqual(begins.slice(1), ['/lesson/1', '학습 시작하기']);
  assert.match(begins[0]!, /data-mo-otp-gate="\/gate\/lesson\/1"/);
  for (const lesson of [1, 2]) {
    await learner.open(`/lesson/${lesson}`);
    await learner.submit(`/lesson/${lesson}/done`, {});
  }
  await learner.open('/lesson/4');
  assert.deepEqual(nextOf((await learner.open('/course')).text)!.slice(1), ['/lesson/3', '이어서 학습하기']);
  for (let lesson = 3; lesson <= 17; lesson++) {
    await learner.open(`/lesson/${lesson}`);
    await learner.submit(`/lesson/${lesson}/done`, {});
  }
  const { text } = await learner.open('/course');
  assert.equal(nextOf(text), null);
  assert.match(text, /모든 차시의 학습을 마쳤습니다/);
});

test('what will ask is marked, and no longer once it is granted', async (t) => {
  const site = await openSite(t);
  site.verifier.required = ({ kind, number }) => number === 9 || kind === 'exam' || kind === 'assignment';
  const learner = await site.learner();
  assert.deepEqual(await marked(learner), ['내 컴퓨터 점검하기', '최종 시험', '과제']);
  assert.equal(site.verifier.sessions.size, 0, 'no session is opened for a mark');
  const { session } = await learner.askGate('/lesson/9');
  await learner.postToken('/lesson/9', site.verifier.token(session));
  assert.deepEqual(await marked(learner), ['최종 시험', '과제']);
});

test('where every lesson asks, one sentence says so instead of seventeen marks', async (t) => {
  const site = await openSite(t);
  site.verifier.required = ({ kind }) => kind === 'lesson';
  const { text } = await (await site.learner()).open('/course');
  assert.match(text, /어느 차시로 들어가든 먼저 본인인증을 합니다/);
  assert.doesNotMatch(text, /due-mark/);
});

for (const behaviour of ['broken', 'silent', 'another shape'] as const)
  test(`the course page opens without marks while the verifier fails (${behaviour})`, async (t) => {
    const site = await openSite(t, { timeoutMs: 50 });
    site.verifier.behaviour = behaviour;
    const { status, text } = await (await site.learner()).open('/course');
    assert.equal(status, 200);
    assert.doesNotMatch(text, /due-mark/);
    assert.equal(nextOf(text)?.[1], '/lesson/1');
  });
