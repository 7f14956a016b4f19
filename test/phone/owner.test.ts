import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskedOwner } from '../../demo/phone/app/owner.js';

for (const [name, phone, shown] of [
  ['홍길동', '01012345678', '홍*동 · 010-****-5678'],
  ['허준', '01000001234', '허* · 010-****-1234'],
  ['남궁민수', '0110001234', '남*수 · 011-****-1234'],
  ['Nguyen Van A', '01000001234', 'N*A · 010-****-1234'],
  ['𠮷田', '01000001234', '𠮷* · 010-****-1234'],
] as const)
  test(`an owner recognises ${shown}, which names nobody`, () => assert.equal(maskedOwner({ name, phone }), shown));
