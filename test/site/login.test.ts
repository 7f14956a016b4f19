import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSite } from './site-fixture.js';

test('an invented learner logs in and out', async (t) => {
  const site = await openSite(t);
  const visitor = site.visitor();
  assert.equal((await visitor.submit('/login', { learner: 'learner-2' })).location, '/course');
  assert.match((await visitor.open('/course')).text, /김하늘/);
  assert.equal((await visitor.open('/')).location, '/course');
  assert.equal((await visitor.submit('/logout', {})).location, '/');
  assert.equal((await visitor.open('/course')).location, '/');
});

test('a guest is the same learner each time, however the number is written', async (t) => {
  const site = await openSite(t);
  const refs = [];
  for (const [name, phone] of [
    ['차은별', '010-0000-1234'],
    [' 차은별 ', '01000001234'],
    ['차은별', '０１０ ００００ １２３４'],
  ]) {
    const visitor = site.visitor();
    assert.equal((await visitor.submit('/login', { name: name!, phone: phone! })).status, 303);
    const { session } = await visitor.askGate('/lesson/1');
    const { learner } = site.verifier.sessions.get(session)!;
    assert.deepEqual([learner.name, learner.phone], ['차은별', '010-0000-1234']);
    refs.push(learner.ref);
  }
  assert.equal(new Set(refs).size, 1);
  assert.match(refs[0]!, /^guest-/);
  assert.doesNotMatch(
    (await site.visitor().open('/')).text,
    /차은별/,
    'the login page does not show another visitor’s input',
  );
});

test('a birth date may have hyphens or not, and stays when it is omitted later', async (t) => {
  const site = await openSite(t);
  for (const [birthDate, known] of [
    ['', undefined],
    ['1990. 2. 28', null],
    ['19900230', null],
    ['1990-02-28', '1990-02-28'],
    ['１９９００２２７', '1990-02-27'],
    ['', '1990-02-27'],
  ] as const) {
    const visitor = site.visitor();
    const { status } = await visitor.submit('/login', { name: '차은별', phone: '010-0000-1234', birthDate });
    assert.equal(status, known === null ? 422 : 303, birthDate);
    if (known === null) continue;
    const { session } = await visitor.askGate('/lesson/1');
    assert.equal(site.verifier.sessions.get(session)!.learner.birthDate, known);
  }
});

test('an invalid entry names the field and keeps the input', async (t) => {
  const site = await openSite(t);
  assert.equal((await site.visitor().submit('/login', { name: '차은\u0000별', phone: '010-0000-1234' })).status, 422);
  const page = await site.visitor().submit('/login', { name: '차', phone: '02-123-4567<', birthDate: '19900230' });
  assert.equal(page.status, 422);
  assert.match(page.text, /이름을 두 글자 이상/);
  assert.match(page.text, /휴대폰 번호인지 확인/);
  assert.match(page.text, /생년월일 8자리가 맞는지/);
  assert.match(page.text, /value="19900230"/);
  assert.match(page.text, /value="02-123-4567&lt;"/);
  for (const unknown of [{ learner: 'learner-9' }, { learner: 'guest-0' }, {}])
    assert.equal((await site.visitor().submit('/login', unknown as Record<string, string>)).status, 422);
});

test('a visitor is redirected to the login page from every page', async (t) => {
  const site = await openSite(t);
  for (const path of ['/course', '/lesson/2', '/evaluation', '/exam', '/exam/any', '/assignment'])
    assert.equal((await site.visitor().open(path)).location, '/', path);
  for (const path of ['/lesson/2/done', '/exam/any'])
    assert.equal((await site.visitor().submit(path, {})).location, '/', path);
});

test('a login is a signed cookie that expires', async (t) => {
  const site = await openSite(t);
  const visitor = site.visitor();
  const { headers } = await visitor.submit('/login', { learner: 'learner-1' });
  assert.match(headers.get('set-cookie')!, /; HttpOnly; SameSite=Lax$/);
  const forger = site.visitor();
  forger.cookies.set('login', visitor.cookies.get('login')!.replace(/.{8}$/, 'AAAAAAAA'));
  assert.equal((await forger.open('/course')).location, '/');
  site.clock.time += 11 * 3_600_000;
  assert.equal((await visitor.open('/course')).status, 200);
  site.clock.time += 3_600_000;
  assert.equal((await visitor.open('/course')).location, '/');
});

test('another site cannot log a learner in or out', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  for (const path of ['/login', '/logout'])
    assert.equal(
      (
        await learner.fetch(path, {
          method: 'POST',
          body: new URLSearchParams({ learner: 'learner-2' }),
          headers: { origin: 'https://elsewhere.example' },
        })
      ).status,
      403,
    );
  assert.match((await learner.open('/course')).text, /홍길동/);
});
