import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparableName, comparablePhone, isMobile, shown } from '../../demo/verifier/domain/learner.js';

test('a name is the same however its letters are composed and spaced', () => {
  for (const name of ['홍길동', '홍 길동', ' 홍길동 ', '홍길동'.normalize('NFD'), '홍\u3000길동'])
    assert.equal(comparableName(name), '홍길동');
  assert.notEqual(comparableName('홍길둥'), '홍길동');
});

test('a phone number is the same however it is written', () => {
  for (const phone of [
    '01000001234',
    '010-0000-1234',
    '010 0000 1234',
    '010.0000.1234',
    '+82 10-0000-1234',
    '+821000001234',
    '+82 (0)10-0000-1234',
    ' 010-0000-1234 ',
    ' +82 10-0000-1234',
    '０１０-００００-１２３４',
  ])
    assert.equal(comparablePhone(phone), '01000001234', phone);
});

test('only mobile numbers can have the app', () => {
  for (const [phone, is] of [
    ['01000001234', true],
    ['0110001234', true],
    ['0200001234', false],
    ['010000012', false],
    ['010000012345', false],
    ['9901000001234', false],
    ['', false],
  ] as const)
    assert.equal(isMobile(phone), is, phone);
});

test('the gate shows name and number, in full or with the middle hidden', () => {
  assert.deepEqual(shown({ name: '홍길동', phone: '01000001234' }, 'full'), { name: '홍길동', phone: '010-0000-1234' });
  assert.deepEqual(shown({ name: '홍길동', phone: '+82 10-0000-1234' }, 'masked'), {
    name: '홍*동',
    phone: '010-****-1234',
  });
  assert.equal(shown({ name: '남궁하나', phone: '0110001234' }, 'masked').name, '남**나');
  assert.equal(shown({ name: '남궁하나', phone: '9901000001234' }, 'full').phone, '9901000001234');
  assert.deepEqual(shown({ name: '김솔', phone: '0110001234' }, 'masked'), { name: '김*', phone: '011-***-1234' });
});
