import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digitsIn, hyphenated, mobileNumberIn } from '../../demo/phone/app/digits.js';

for (const [typed, digits] of [
  ['123 456', '123456'],
  ['１２３４', '1234'],
  ['인증번호 012-345', '012345'],
  ['', ''],
] as const)
  test(`“${typed}” has the digits “${digits}”`, () => assert.equal(digitsIn(typed), digits));

for (const [typed, phone] of [
  ['010-0000-1234', '01000001234'],
  ['０１０ ００００ １２３４', '01000001234'],
  ['+82 10-0000-1234', '01000001234'],
  ['+82 010-0000-1234', '01000001234'],
  ['011-000-1234', '0110001234'],
  ['02-000-1234', undefined],
  ['010-0000-123', undefined],
  ['010-0000-12345', undefined],
  ['99 010-0000-1234', undefined],
  ['010-8201-2345', '01082012345'],
  ['홍길동', undefined],
] as const)
  test(`“${typed}” is ${phone ? `the mobile number ${phone}` : 'no mobile number'}`, () =>
    assert.equal(mobileNumberIn(typed), phone));

test('a number is shown in groups', () => {
  assert.equal(hyphenated('01000001234'), '010-0000-1234');
  assert.equal(hyphenated('0110001234'), '011-000-1234');
});
