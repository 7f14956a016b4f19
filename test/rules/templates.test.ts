/**
 * The file for the script tag has a trimmed lit-html (`.ci/trim-lit.mjs`): templates use no more of Lit than is left
 * there. In the package for bundlers the same templates run with all of Lit, so only this test sees a difference.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const widget = fileURLToPath(new URL('../../widget/', import.meta.url));
const sources = readdirSync(widget, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, code: readFileSync(join(widget, file), 'utf8') }));

test('of Lit only html, nothing and render are imported', () => {
  for (const { file, code } of sources)
    for (const [, names, module] of code.matchAll(/import (?:type )?\{([^}]*)\} from '(lit[^']*)'/g)) {
      assert.equal(module, 'lit/html.js', file);
      for (const name of names!.split(','))
        assert.match(name, /^\s*((type )?TemplateResult|html|nothing|render)\s*$/, `${file}: ${name}`);
    }
});

test('an attribute is text or one expression, never both', () => {
  for (const { file, code } of sources) {
    assert.doesNotMatch(code, /\s[\w.?@-]+="[^"$`]+\$\{/, file);
    assert.doesNotMatch(code, /\s[\w.?@-]+="?\$\{[^{}]*\}[^\s"'>/`}]/, file);
  }
});

test('no template has comments, SVG or expressions in elements of raw text', () => {
  for (const { file, code } of sources)
    assert.doesNotMatch(code, /<(!--|svg|math|style|script|textarea|title)\b/, file);
});

test('attributes have no single quotes; listeners are functions, and no property is nothing', () => {
  for (const { file, code } of sources) {
    assert.doesNotMatch(code, /<\w[^>;]*\s[\w.?@-]+='/, file);
    assert.doesNotMatch(code, /@\w+=\$\{(this|nothing)\b/, file);
    assert.doesNotMatch(code, /\s[.@]\w+=\$\{[^}]*\bnothing\b/, file);
  }
});
