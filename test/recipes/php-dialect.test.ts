/** The PHP recipes are PHP 5.6: no type of a scalar, no `??`, no arrow function. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import phpParser from 'php-parser';
import { recipes } from './sites.js';

const parse = (source: string) =>
  new phpParser.Engine({ parser: { version: '5.6', suppressErrors: false }, lexer: { all_tokens: false } }).parseCode(
    source,
    'recipe.php',
  );
/** What newer versions have and this parser lets pass. */
const newer =
  /\?\?|\bfn\s*\(|\bmatch\s*\(|\):\s*\??\w+\s*\{|\b(?:int|string|bool|float|mixed)\s+\$|declare\(strict_types|\?->/;

const files = ['php', 'gnuboard5', 'moving'].flatMap((folder) =>
  readdirSync(join(recipes, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.php'))
    .map((file) => join(folder, file)),
);

for (const file of files)
  test(`${file} is PHP 5.6`, () => {
    // some are in EUC-KR: every byte a character
    const source = readFileSync(join(recipes, file), 'latin1');
    assert.ok(parse(source).children.length > 0);
    assert.doesNotMatch(source.replace(/\/\*[^]*?\*\/|\/\/.*|'(?:[^'\\]|\\.)*'/g, ''), newer);
  });

test('newer PHP is found', () => {
  for (const code of ['$a ?? 1;', 'fn($x) => 1;', 'function a(int $x) {}', 'function a(): int {}', '$a?->b;'])
    assert.ok(newer.test(code) || assert.throws(() => parse(`<?php ${code}`)) === undefined, code);
});
