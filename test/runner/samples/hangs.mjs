import { test } from 'node:test';

test('a story without an end', () => new Promise(() => undefined));
