import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { pause } from '../../widget/pause.js';

/** Lets everything that waits for a promise go on. */
const settle = () => new Promise(setImmediate);

test('a pause ends when its time is over, not before', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  let over = false;
  void pause(1000, new AbortController().signal).then(() => (over = true));
  mock.timers.tick(999);
  await settle();
  assert.equal(over, false);
  mock.timers.tick(1);
  await settle();
  assert.equal(over, true);
});

test('a pause that is called off never ends, and leaves no timer behind', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const working = new AbortController();
  let over = false;
  void pause(1000, working.signal).then(() => (over = true));
  working.abort();
  mock.timers.tick(5000);
  await settle();
  assert.equal(over, false);
});
