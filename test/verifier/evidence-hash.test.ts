/**
 * Evidence hashes must stay comparable for years: the order and spelling of the hashed fields never change within a
 * format version. A new field needs a new version with its own golden hash here.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { chained, hashOfVersion1 } from '../../demo/verifier/evidence/chain.js';
import type { Evidence } from '../../demo/verifier/evidence/evidence.js';
import { canonicalRecord } from '../../demo/verifier/evidence/record.js';

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
  const asVersion1 = (evidence: Evidence, last?: { entries: number; hash: string }) => {
    const one = { ...evidence, entry: (last?.entries ?? 0) + 1, previous: last?.hash ?? '' };
    return { ...one, hash: hashOfVersion1(one) };
  };
  const one = asVersion1(first);
  assert.deepEqual(
    [one.entry, one.previous, one.hash],
    [1, '', 'a01758055a31c854adf18661f0e036aff312bedb71772abf09961e79bce9d700'],
  );
  const two = asVersion1(second, { entries: 1, hash: one.hash });
  assert.deepEqual(
    [two.entry, two.previous, two.hash],
    [2, one.hash, '903067f45c5334c460411b925b53abe074134a5da8493c40b259f65e8044f45d'],
  );
  // the order of the caller's fields has no effect
  const reversed = Object.fromEntries(Object.entries(second).reverse()) as unknown as Evidence;
  assert.equal(asVersion1(reversed, { entries: 1, hash: one.hash }).hash, two.hash);
});

test('the record, commitment and hash of evidence in format version 2 equal the golden ones', () => {
  const salt = '000102030405060708090a0b0c0d0e0f';
  const one = chained(first, salt, undefined);
  assert.equal(
    canonicalRecord(one),
    '[2,"site-1","learner-1",1,1772420410000,"safety-101","2026-1","exam",null,"motp",1,"rejected","wrong-code",' +
      'null,null,"192.0.2.1",null]',
  );
  assert.deepEqual(
    [one.entry, one.previous, one.commitment, one.hash],
    [
      1,
      '',
      '1c8d0474848ca19e2a89585099b61f4c9cabe783873b80d5bfccb0f1f88eaaf2',
      'f3f38e5710f447440e91641011f93d09b23cda323a38ca7937508bd5fcca6c63',
    ],
  );
  const two = chained(second, salt, { entries: 1, hash: one.hash });
  assert.deepEqual(
    [two.entry, two.previous, two.commitment, two.hash],
    [
      2,
      one.hash,
      'd755a97c22dad69c0c67c15cf6b5e2a6e09ea9df62d348355f3ceda0ebd994dc',
      '89f76814e25808e7514163a9ab967c9765e51a9efef43c5a4feb6016cbe9877f',
    ],
  );
  // RFC 6962 §2.1, without code of ours
  const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  const leaf = sha256(Buffer.from([0]), Buffer.from(salt, 'hex'), Buffer.from(canonicalRecord(two)));
  assert.equal(two.commitment, leaf.toString('hex'));
  assert.equal(two.hash, sha256(Buffer.from([1]), Buffer.from(one.hash, 'hex'), leaf).toString('hex'));
});
