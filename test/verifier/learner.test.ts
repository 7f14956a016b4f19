import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shown } from '../../demo/verifier/domain/learner.js';

test('a learner sees name and number in full, or with the middle masked', () => {
  assert.deepEqual(shown({ name: '홍길동', phone: '01000001234' }, 'full'), { name: '홍길동', phone: '010-0000-1234' });
  assert.deepEqual(shown({ name: '홍길동', phone: '+82 10-0000-1234' }, 'masked'), {
    name: '홍*동',
    phone: '010-****-1234',
  });
  assert.equal(shown({ name: '남궁하나', phone: '0110001234' }, 'masked').name, '남**나');
  assert.equal(shown({ name: '남궁하나', phone: '9901000001234' }, 'full').phone, '9901000001234');
  assert.deepEqual(shown({ name: '김솔', phone: '0110001234' }, 'masked'), { name: '김*', phone: '011-***-1234' });
});
