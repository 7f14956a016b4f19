import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SECRET, type Behaviour } from './fake-verifier.js';
import { openSite } from './site-fixture.js';

const behaviours: Behaviour[] = ['silent', 'html', 'half a json', 'another shape', 'broken'];
for (const behaviour of behaviours)
  test(`a learner cannot enter while the verifier fails (${behaviour}), and sees so`, async (t) => {
    // the time-out is short: only the verifier that never replies lets it elapse
    const site = await openSite(t, { timeoutMs: behaviour === 'silent' ? 50 : 10_000 });
    const learner = await site.learner();
    const { session } = await learner.askGate('/exam');
    const token = site.verifier.token(session);
    site.verifier.behaviour = behaviour;
    const page = await learner.open('/lesson/9');
    assert.equal(page.status, 503);
    assert.match(page.text, /지금은 본인인증을 할 수 없습니다/);
    assert.match(page.text, /href="\/lesson\/9"/, 'offers to try again');
    for (const reply of [await learner.open('/gate/lesson/9'), await learner.postToken('/exam', token)]) {
      assert.equal(reply.status, 503);
      assert.match(reply.json().title, /지금은 본인인증을 할 수 없습니다/);
    }
    assert.equal((await learner.open('/exam')).status, 503);
    assert.equal(site.log.length, 4, 'each failure is logged');
    // times and ports may hold any digits, but do not begin with these
    assert.doesNotMatch(site.log.join(), new RegExp(`홍길동|(?<!\\d)010|learner-1|${SECRET}|${token}|login=`));
    site.verifier.behaviour = 'normal';
    assert.equal((await learner.postToken('/exam', token)).status, 204);
  });

test('a learner enters a granted lesson while the verifier is down', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  const { session } = await learner.askGate('/lesson/1');
  await learner.postToken('/lesson/1', site.verifier.token(session));
  await site.verifier.close();
  assert.equal((await learner.open('/lesson/1')).status, 200);
  assert.equal((await learner.open('/lesson/2')).status, 503);
});

test('a site may open lessons, and nothing else, while the verifier is down: its records say unverified', async (t) => {
  const site = await openSite(t, { openLessonsWhenDown: true });
  const learner = await site.learner();
  site.verifier.behaviour = 'broken';
  assert.deepEqual(await learner.askGate('/lesson/2'), { required: false });
  assert.equal((await learner.open('/lesson/2')).status, 200);
  for (const path of ['/exam', '/evaluation', '/gate/exam', '/gate/assignment'])
    assert.equal((await learner.open(path)).status, 503, path);
  assert.match(site.log.join(), /A lesson opens unverified/);
  site.verifier.behaviour = 'normal';
  assert.equal((await learner.open('/lesson/2')).status, 403, 'closed again as soon as the verifier replies');
  assert.deepEqual(site.unverifiedLessons('learner-1'), new Map([[2, 1]]));
});

test('no learner enters while the site secret is wrong', async (t) => {
  const site = await openSite(t, { secret: `not ${SECRET}` });
  const learner = await site.learner();
  const page = await learner.open('/lesson/1');
  assert.equal(page.status, 503);
  assert.doesNotMatch(page.text, /secret/);
});
