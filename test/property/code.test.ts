/** The code that the field reads from a text, compared with a reference that reads character by character. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { normaliseCode } from '../../widget/code.js';
import { codeIn } from '../support/code-in.js';

const digit = fc.constantFrom(...'0123456789');
const messy = fc.oneof(
  { arbitrary: digit, weight: 12 },
  { arbitrary: fc.constantFrom(...'０１９٣٤۶०९๒𝟙𝟡𞥖'), weight: 3 },
  { arbitrary: fc.constantFrom(' ', '-', '.', '\u3000', '\n', '\t', '\u200b', '\u200e', '\ufeff'), weight: 5 },
  { arbitrary: fc.constantFrom('코드', '[mOTP]', 'x', '년', '/', ':', '①', '²', '½', 'Ⅷ', '\ud800'), weight: 2 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 2 }), weight: 1 },
);
const texts = fc.array(messy, { maxLength: 24 }).map((parts) => parts.join(''));

test('a learner may paste any text: the field reads the same code as the reference', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 4, max: 10 }), (text, digits) =>
      assert.equal(normaliseCode(text, digits), codeIn(text, digits)),
    ),
    { numRuns: 10_000 },
  );
});

test('a code that was read has only ASCII digits, at most six, and is read again unchanged', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const code = normaliseCode(text, 6);
      if (code === undefined) return;
      assert.match(code, /^[0-9]{0,6}$/);
      assert.equal(normaliseCode(code, 6), code);
    }),
    { numRuns: 10_000 },
  );
});
