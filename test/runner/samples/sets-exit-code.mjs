import { test } from 'node:test';

test('a story', () => void (process.exitCode = 3));
