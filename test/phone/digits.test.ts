import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digitsIn } from '../../demo/phone/app/digits.js';

for (const [typed, digits] of [
  ['123 456', '123456'],
  ['１２３４', '1234'],
  ['인증번호 012-345', '012345'],
  ['', ''],
] as const)
  test(`“${typed}” has the digits “${digits}”`, () => assert.equal(digitsIn(typed), digits));
