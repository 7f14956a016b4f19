import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSite } from './site-fixture.js';

test('finished lessons count for their learner', async (t) => {
  const site = await openSite(t);
  site.verifier.required = () => false;
  const learner = await site.learner();
  await learner.open('/lesson/2');
  assert.match((await learner.open('/course')).text, /학습 중/);
  assert.equal((await learner.submit('/lesson/2/done', {})).location, '/course');
  assert.match((await learner.open('/course')).text, /학습 진도 <b>1<\/b>/);
  assert.match((await (await site.learner('learner-2')).open('/course')).text, /학습 진도 <b>0<\/b>/);
});

test('a lesson that was not entered cannot be finished', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  assert.equal((await learner.open('/lesson/9')).status, 403);
  await learner.submit('/lesson/9/done', {});
  assert.match((await learner.open('/course')).text, /학습 진도 <b>0<\/b>/);
});

test('an assessment is scored on the server, once', async (t) => {
  const site = await openSite(t);
  site.verifier.required = () => false;
  const learner = await site.learner();
  const assessment = (await learner.open('/evaluation')).location!;
  assert.doesNotMatch((await learner.open(assessment)).text, /answer/);
  await learner.submit(assessment, { q1: '2', q2: '0', q3: '0' });
  assert.match((await learner.open(assessment)).text, /<b>67<\/b>점/);
  await learner.submit(assessment, { q1: '2', q2: '0', q3: '1' });
  assert.match((await learner.open(assessment)).text, /<b>67<\/b>점/);
  assert.match((await learner.open('/course')).text, /최고 67점/);
});

const assignment = (text: string, file?: { name: string; content: string }) => {
  const form = new FormData();
  form.set('text', text);
  form.set('file', new Blob([file?.content ?? '']), file?.name ?? '');
  return form;
};

test('a verified learner submits an assignment', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  const { session } = await learner.askGate('/assignment');
  await learner.postToken('/assignment', site.verifier.token(session));
  assert.equal(
    (await learner.submit('/assignment', assignment('화면을 잠급니다.', { name: '실천 계획.txt', content: '계획' })))
      .location,
    '/assignment',
  );
  const page = await learner.open('/assignment');
  assert.match(page.text, /과제를 제출했습니다/);
  assert.match(page.text, /저장된 파일: <a href="\/assignment\/file">실천 계획\.txt<\/a>/);
  const file = await learner.open('/assignment/file');
  assert.equal(file.text, '계획');
  assert.equal(
    file.headers.get('content-disposition'),
    "attachment; filename*=UTF-8''%EC%8B%A4%EC%B2%9C%20%EA%B3%84%ED%9A%8D.txt",
  );
  assert.equal((await (await site.learner('learner-2')).open('/assignment/file')).status, 404, 'not another learner’s');
  assert.match((await learner.open('/course')).text, /제출 완료/);
  assert.equal(
    (await learner.submit('/assignment', assignment('또 냅니다.'))).status,
    403,
    'the next submission requires verification again',
  );
});

test('without verification an assignment is saved as a draft, with its file', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  const blocked = await learner.submit(
    '/assignment',
    assignment('</textarea><b>화면</b>', { name: '<i>.txt', content: '계획' }),
  );
  assert.equal(blocked.status, 403);
  assert.match(blocked.text, /저장해 두었습니다/);
  const page = await learner.open('/assignment');
  assert.match(page.text, /임시로 저장/);
  assert.ok(page.text.includes('&lt;/textarea&gt;&lt;b&gt;화면&lt;/b&gt;</textarea>'));
  assert.ok(page.text.includes('&lt;i&gt;.txt'));
  const { session } = await learner.askGate('/assignment');
  await learner.postToken('/assignment', site.verifier.token(session));
  await learner.submit('/assignment', assignment('화면을 잠급니다.'));
  assert.equal((await learner.open('/assignment/file')).text, '계획', 'the earlier file stays');
});

test('an assignment is saved while the verifier is down', async (t) => {
  const site = await openSite(t);
  site.verifier.behaviour = 'broken';
  const learner = await site.learner();
  assert.equal((await learner.submit('/assignment', assignment('화면을 잠급니다.'))).status, 503);
  assert.match((await learner.open('/assignment')).text, /화면을 잠급니다/);
});

test('a file that is too large is refused with a sentence', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  const page = await learner.submit(
    '/assignment',
    assignment('화면', { name: 'big.bin', content: 'x'.repeat(5 * 1024 * 1024 + 1) }),
  );
  assert.equal(page.status, 413);
  assert.match(page.text, /5MB보다 작은 파일/);
});

test('a restart loses neither logins nor grants nor records', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  const { session } = await learner.askGate('/lesson/9');
  await learner.postToken('/lesson/9', site.verifier.token(session));
  await learner.open('/lesson/9');
  await learner.submit('/lesson/9/done', {});
  await site.restart();
  assert.match((await learner.open('/course')).text, /학습 진도 <b>1<\/b>/);
  assert.equal((await learner.open('/lesson/9')).status, 200);
});
