import { test } from 'node:test';

test('a story that forgets a promise', () => void setImmediate(() => Promise.reject(new Error('too late'))));
