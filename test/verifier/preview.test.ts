/** What `POST /sessions` says about the first challenge in advance, for a page that shows the field at once. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ChallengeReply, SessionReply, type Checkpoint, type Learner } from 'mo-otp-gate/contract';
import type { Store } from '../../demo/verifier/store/store.js';
import { exam, hong, kim, lesson, startVerifier } from '../support/verifier.js';

async function begin(t: TestContext) {
  const calls: string[] = [];
  const recorded = (store: Store): Store =>
    new Proxy(store, {
      get(target, name: keyof Store) {
        const operation = target[name] as (...parameters: unknown[]) => unknown;
        return (...parameters: unknown[]) => {
          calls.push(name);
          return operation(...parameters);
        };
      },
    });
  const v = await startVerifier({ store: recorded });
  t.after(() => v.close());
  const open = async (more: { learner?: Learner; checkpoint?: Checkpoint; methods?: string[] } = {}) => {
    const body = { learner: hong, checkpoint: exam, ...more };
    const reply = await v.read(SessionReply, v.post('/sessions', body, { authorization: `Bearer ${v.siteSecret}` }));
    assert(reply.required);
    return reply;
  };
  return { ...v, calls, open };
}

test('the preview is the first challenge without what is personal or made for it', async (t) => {
  const v = await begin(t);
  for (const checkpoint of [exam, { ...lesson(9), title: '산업안전 「9」' }]) {
    const { session, preview } = await v.open({ checkpoint });
    const { status: _status, id: _id, learner, time: _time, expiresIn: _in, ...rest } = await v.challenge(session);
    assert.deepEqual(preview, rest);
    assert.deepEqual(learner, { name: hong.name, phone: hong.phone });
  }
});

test('nothing about the person is in the reply to the site', async (t) => {
  const v = await begin(t);
  const { session: _session, ...reply } = await v.open({ learner: { ...hong, birthDate: '1990-02-28' } });
  const text = JSON.stringify(reply);
  for (const personal of [hong.ref, '홍', '길동', '010', '1234', '1990']) assert(!text.includes(personal), personal);
  assert(reply.preview);
});

test('it counts the wrong codes so far', async (t) => {
  const v = await begin(t);
  const phone = await v.registerDevice();
  const { session } = await v.open();
  await v.verify((await v.challenge(session)).id, phone.wrongCodeAt(v.clock.now()));
  assert.equal((await v.open()).preview?.attemptsLeft, 4);
  assert.equal((await v.open({ learner: kim })).preview?.attemptsLeft, 5);
});

test('a locked learner has no preview: the challenge says how to unlock', async (t) => {
  const v = await begin(t);
  const phone = await v.registerDevice();
  const { id } = await v.challenge((await v.open()).session);
  for (let i = 0; i < 5; i++) await v.verify(id, phone.wrongCodeAt(v.clock.now()));
  const { session, preview } = await v.open();
  assert.equal(preview, undefined);
  assert.equal((await v.read(ChallengeReply, v.post('/challenge', { session }))).status, 'locked');
});

test('a method whose parameters are made for each challenge has no preview', async (t) => {
  const v = await begin(t);
  for (const method of ['phone', 'captcha', 'web-otp'])
    assert.equal((await v.open({ checkpoint: lesson(9), methods: [method] })).preview, undefined, method);
});

test('a preview stores nothing: the session is all that is written', async (t) => {
  const v = await begin(t);
  await v.open();
  v.calls.splice(0);
  await v.open();
  assert.deepEqual(
    v.calls.filter(
      (name) =>
        !['siteBySecret', 'learnerByHash', 'history', 'sessionsUnderWay', 'lockedMethods', 'failures'].includes(name),
    ),
    ['openSession'],
  );
});

test('a page can make the preflight of its answer early, and is never refused', async (t) => {
  const v = await begin(t);
  const warm = (origin: string) =>
    fetch(`${v.url}/verify`, { headers: { origin, 'content-type': 'application/json' } });
  const reply = await warm('http://site.test');
  assert.deepEqual([reply.status, await reply.text()], [204, '']);
  assert.equal(reply.headers.get('access-control-allow-origin'), 'http://site.test');
  assert.equal((await warm('http://evil.test')).headers.get('access-control-allow-origin'), null);
  v.calls.splice(0);
  for (let i = 0; i < 200; i++) assert.equal((await warm('http://site.test')).status, 204);
  assert.deepEqual(v.calls, [], 'without a look into the store');
});
