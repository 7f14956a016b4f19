import { createServer } from 'node:http';
import { test } from 'node:test';

test('a story that forgets its server', () => new Promise((listening) => createServer().listen(0, listening)));
