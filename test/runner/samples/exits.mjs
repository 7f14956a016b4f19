import { test } from 'node:test';

test('a story that ends its process', () => process.exit(0));
