import assert from 'node:assert/strict';
import { test } from 'node:test';

test('a story that fails', () => assert.equal(1 + 1, 3));
test('a story that passes', () => undefined);
