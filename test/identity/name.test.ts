import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { comparableName, comparableNameV1 } from '../../demo/identity/name.js';

const same = (one: string, other: string) => comparableName(one) === comparableName(other);

for (const [one, other] of [
  ['김보람', '김보람'.normalize('NFD')],
  ['Nguyen Van A', 'NGUYEN VAN A'],
  ['ＪＯＨＮ ＤＯＥ', 'John Doe'],
  ['김보람', '김보람\u200b'],
  ['김보람', '\ufeff김\u3164보\u00ad람\u202c'],
  ['김보람', '김 보람'],
  ['김보람', '김\u3000보\u00a0람'],
  ['O’Brien Sean', "O'Brien Sean"],
  ['O´Brien', 'OʼBRIEN'],
  ['Jean-Luc', 'Jean‐Luc'],
  ['Jean Luc', 'JEAN–LUC'],
  ['J. R. Kim', 'JR Kim'],
  ['응우옌ㆍ반', '응우옌·반'],
  ['Straße', 'STRASSE'],
  ['Σίσυφος', 'ΣΊΣΥΦΟΣ'],
  ['Nguyễn Văn A', 'NGUYỄN VĂN A'.normalize('NFD')],
  ['Ｎｇｕｙễn', 'nguyễn'],
] as const)
  test(`“${one}” and “${other}” are one name`, () => assert.ok(same(one, other)));

for (const [one, other] of [
  ['김보람', '김보름'],
  ['Nguyen Van A', 'Nguyen Van An'],
  ['김보람', '김보람2'],
  ['Nguyễn Văn A', 'Nguyen Van A'],
  ['Işık', 'Isik'],
  ['Muller', 'Müller'],
  ['Lee', 'Léé'],
] as const)
  test(`“${one}” and “${other}” are two names`, () => assert.ok(!same(one, other)));

test('a name without a letter compares as empty', () => {
  for (const name of ['', ' ', '-', '…', "'’", '\u3164', '\u200b']) assert.equal(comparableName(name), '', name);
});

const hangul = fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCharCode(code));
const latin = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzáàảãạăâêđôơưéíóúñüöäßøåçğş');
const others = fc.constantFrom(...'王李张渡辺さくらАндрейनेपालกขคमαβγ');
const names = fc
  .oneof(
    fc.array(hangul, { minLength: 2, maxLength: 5 }),
    fc.array(latin, { minLength: 2, maxLength: 20 }),
    fc.array(others, { minLength: 2, maxLength: 8 }),
  )
  .map((letters) => letters.join(''));
const noise = fc.constantFrom(
  ' ',
  '\u3000',
  '\u00a0',
  '-',
  '–',
  '\u2011',
  '.',
  '·',
  '・',
  "'",
  '’',
  'ʼ',
  '\u200b',
  '\u200d',
  '\u00ad',
  '\u3164',
  '\ufe0f',
);

/** The name in another spelling: noise between code points, in another case, width or composition. */
const spelling = fc
  .tuple(
    names,
    fc.array(fc.tuple(fc.nat(40), noise), { maxLength: 6 }),
    fc.constantFrom('NFC', 'NFD', 'NFKC'),
    fc.nat(3),
  )
  .map(([name, inserts, form, how]) => {
    const letters = Array.from(name);
    for (const [at, mark] of inserts) letters.splice(at % (letters.length + 1), 0, mark);
    const text = letters.join('');
    const cased = [
      text,
      text.toUpperCase(),
      text.toLowerCase(),
      text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
    ][how]!;
    return [name, cased.normalize(form)] as const;
  });

test('every spelling of a name is the same name', () =>
  fc.assert(
    fc.property(spelling, ([name, other]) => assert.equal(comparableName(other), comparableName(name))),
    { numRuns: 2000 },
  ));

test('comparing is an equivalence: the form of a form is the form, for any text', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) =>
      assert.equal(comparableName(comparableName(text)), comparableName(text)),
    ),
    { numRuns: 3000 },
  ));

test('names that were the same under the first rule still are', () =>
  fc.assert(
    fc.property(spelling, ([name, other]) => {
      if (comparableNameV1(name) === comparableNameV1(other)) assert.ok(same(name, other));
    }),
    { numRuns: 1000 },
  ));

/** One edit: a letter, a digit or an accent inserted, removed or replaced. */
const edits = fc.tuple(
  fc.nat(60),
  fc.constantFrom('insert', 'remove', 'replace'),
  fc.oneof(hangul, latin, fc.constantFrom(...'0123456789'), fc.constantFrom('\u0301', '\u0303', '\u0323')),
);

test('every one-edit neighbour of 10,000 names is another name', () => {
  let compared = 0;
  fc.assert(
    fc.property(names, edits, (name, [at, how, letter]) => {
      const letters = Array.from(name.normalize('NFD'));
      const place = at % letters.length;
      letters.splice(
        how === 'insert' ? place + 1 : place,
        how === 'insert' ? 0 : 1,
        ...(how === 'remove' ? [] : [letter]),
      );
      const edited = letters.join('').normalize('NFC');
      // the same text in another case is no edit of a letter
      const [before, after] = [name, edited].map((text) => text.normalize('NFC').toUpperCase().toLowerCase());
      if (before === after) return;
      compared++;
      assert.ok(!same(name, edited), `${name} ${edited}`);
    }),
    { numRuns: 10_000 },
  );
  assert.ok(compared > 9_000);
});
