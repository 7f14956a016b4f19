/** A learner returns from a provider's page in the same window; the site opens a session for the checkpoint again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kim, lesson } from '../../support/verifier.js';
import { begin, hongBorn } from './session.js';

const here = '?return=http%3A%2F%2Fsite.test%2Fcourse';

test('a learner who returns from a redirected check resumes the same session', async (t) => {
  const v = await begin(t);
  const first = await v.session();
  const { id, params } = await v.ask(first, 'phone');
  await v.window.go(params.url);
  assert.notEqual(await v.session(), first, 'in a window of its own the page that asked is still there');
  await v.window.go(params.url + here);
  assert.equal(await v.session(), first);
  await v.checkPhone(params.url + here);
  assert.equal(await v.session(), first, 'the outcome is there, but not yet fetched');
  assert.equal((await v.prove(id)).status, 'verified');
  assert.notEqual(await v.session(), first, 'what is over is over');
});

test('another checkpoint, learner, origin or set of methods gets another session', async (t) => {
  const v = await begin(t);
  const first = await v.session();
  await v.window.go((await v.ask(first, 'phone')).params.url + here);
  const others = [
    await v.session(kim),
    await v.session(hongBorn),
    await v.session(undefined, { checkpoint: lesson(9) }),
    await v.session(undefined, { methods: ['phone'] }),
  ];
  assert.equal(new Set([first, ...others]).size, 5);
});

test('a learner does not resume a code, a refused check or an expired one', async (t) => {
  const v = await begin(t);
  const typing = await v.session();
  await v.ask(typing, 'motp');
  const checking = await v.session();
  assert.notEqual(checking, typing);
  const { id, params } = await v.ask(checking, 'phone');
  await v.checkPhone(params.url + here, { name: '김하나' });
  assert.equal((await v.prove(id)).status, 'rejected');
  assert.notEqual(await v.session(), checking);
  const late = await v.session();
  await v.window.go((await v.ask(late, 'phone')).params.url + here);
  assert.equal(await v.session(), late);
  v.clock.advance(301_000);
  assert.notEqual(await v.session(), late);
});
