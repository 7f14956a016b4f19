import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { comparableNumber, hyphenated, mobileNumber } from '../../demo/identity/mobile-number.js';

for (const text of [
  '010-0000-1234',
  '01000001234',
  ' 010 0000 1234 ',
  '010.0000.1234',
  '010‒0000‒1234', // figure dash
  '010–0000–1234',
  '(010) 0000-1234',
  '+82 10-0000-1234',
  '+82-010-0000-1234',
  '+82 (0)10-0000-1234',
  '(+82) 10 0000 1234',
  '82-10-0000-1234',
  '8201000001234',
  '0082 10 0000 1234',
  '\u202d+82 10-0000-1234\u202c',
  '\u200e010-0000-1234\u200e',
  '1000001234', // a spreadsheet dropped the zero
  '10-0000-1234',
  '1000001234.0',
  "'01000001234",
  'tel:+82-10-0000-1234',
  '０１０-００００-１２３４',
  '０１０ ００００ １２３４',
  '+82 010-0000-1234',
  '０１０－００００－１２３４',
])
  test(`“${text}” is 010-0000-1234`, () => assert.equal(mobileNumber(text), '01000001234'));

for (const [text, number] of [
  ['011-000-1234', '0110001234'],
  ['010-8201-2345', '01082012345'],
  ['0190001234', '0190001234'],
  ['+82 16 000 1234', '0160001234'],
  ['170001234', '0170001234'],
  ['018-0000-1234', '01800001234'],
] as const)
  test(`the number “${text}” keeps its ${number.length} digits`, () => assert.equal(mobileNumber(text), number));

for (const text of [
  '',
  '02-000-1234',
  '010-000-1234',
  '010-0000-123',
  '99 010-0000-1234',
  '홍길동',
  '9901000001234',
  '010-0000-12345',
  '012-0000-1234',
  '1.000001234E+9',
  '1.00000123E+9',
  '+1 10-0000-1234',
  '0081 10-0000-1234',
  '+10-0000-1234',
  '010-0000-1234, 010-0000-5678',
  '010-0000-1234 내선 2',
  '070-0000-1234',
  '휴대폰',
])
  test(`“${text}” is no mobile number`, () => assert.equal(mobileNumber(text), undefined));

const numbers = fc
  .tuple(
    fc.constantFrom('010', '011', '016', '017', '018', '019'),
    fc.integer({ min: 0, max: 99_999_999 }),
    fc.boolean(),
  )
  .map(
    ([prefix, rest, short]) =>
      prefix +
      String(short && prefix !== '010' ? rest % 10_000_000 : rest).padStart(short && prefix !== '010' ? 7 : 8, '0'),
  );

/** The number in a spelling people use. */
const written = fc
  .tuple(
    numbers,
    fc.constantFrom('', '+82', '82', '0082', '(+82)', '+82 0', 'no zero'),
    fc.array(fc.tuple(fc.nat(11), fc.constantFrom('-', ' ', '.', '\u2012', '\u200e', '\u202a', '\u00a0')), {
      maxLength: 4,
    }),
    fc.boolean(),
  )
  .map(([number, prefix, marks, wide]) => {
    const digits = Array.from(prefix === '' ? number : number.slice(1));
    for (const [at, mark] of marks) digits.splice(at % (digits.length + 1), 0, mark);
    const text = (prefix === 'no zero' ? '' : prefix) + digits.join('');
    return [number, wide ? text.replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)) : text] as const;
  });

test('every way to write a number gives that number', () =>
  fc.assert(
    fc.property(written, ([number, text]) => assert.equal(mobileNumber(text), number, text)),
    { numRuns: 3000 },
  ));

test('comparing is an equivalence: the form of a form is the form', () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        written.map(([, text]) => text),
      ),
      (text) => assert.equal(comparableNumber(comparableNumber(text)), comparableNumber(text)),
    ),
    { numRuns: 3000 },
  ));

test('two numbers stay two', () =>
  fc.assert(
    fc.property(written, written, ([one, oneText], [other, otherText]) =>
      assert.equal(comparableNumber(oneText) === comparableNumber(otherText), one === other),
    ),
  ));

test('a number that registered under the first rule has the same digits under this one', () =>
  fc.assert(
    fc.property(written, ([number, text]) => {
      const typed = text.normalize('NFKC').trim();
      const digits = typed.replace(/\D/g, '');
      const first = typed.startsWith('+82') ? `0${digits.slice(2).replace(/^0/, '')}` : digits;
      if (/^01[016789]\d{7,8}$/.test(first)) assert.equal(comparableNumber(text), first);
      void number;
    }),
  ));

test('a number is shown in groups', () => {
  assert.equal(hyphenated('01000001234'), '010-0000-1234');
  assert.equal(hyphenated('0110001234'), '011-000-1234');
});
