/**
 * Evidence hashes must stay comparable for years: the order and spelling of the hashed fields never change within a
 * format version. A new field needs a new version with its own golden hash here.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chained } from '../../demo/verifier/evidence/chain.js';
import type { Evidence } from '../../demo/verifier/evidence/evidence.js';

const first: Evidence = {
  site: 'site-1',
  ref: 'learner-1',
  at: 1_772_420_410_000,
  course: 'safety-101',
  class: '2026-1',
  kind: 'exam',
  number: null,
  method: 'motp',
  attemptNumber: 1,
  status: 'rejected',
  reason: 'wrong-code',
  upstream: null,
  transaction: null,
  ip: '192.0.2.1',
  userAgent: null,
};
const second: Evidence = {
  site: 'site-1',
  ref: 'learner-1',
  at: 1_772_420_411_000,
  course: '산업안전 "기초"',
  class: '2026-1',
  kind: 'lesson',
  number: 9,
  method: 'phone',
  attemptNumber: 2,
  status: 'verified',
  reason: 'replayed',
  upstream: '200',
  transaction: 'tx-1',
  ip: '2001:db8::1',
  userAgent: 'Mozilla/5.0 (한국어)',
};

test('the hash of evidence in format version 1 equals the golden hash', () => {
  const one = chained(first, undefined);
  assert.deepEqual(
    [one.entry, one.previous, one.hash],
    [1, '', 'a01758055a31c854adf18661f0e036aff312bedb71772abf09961e79bce9d700'],
  );
  const two = chained(second, { entries: 1, hash: one.hash });
  assert.deepEqual(
    [two.entry, two.previous, two.hash],
    [2, one.hash, '903067f45c5334c460411b925b53abe074134a5da8493c40b259f65e8044f45d'],
  );
  // the order of the caller's fields has no effect
  const reversed = Object.fromEntries(Object.entries(second).reverse()) as unknown as Evidence;
  assert.equal(chained(reversed, { entries: 1, hash: one.hash }).hash, two.hash);
});
