/** Every language says what the Korean words say: nothing missing, nothing extra, nothing that a phone pays for in vain. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { rollup } from 'rollup';
import { registerLocale, wordsFor, type LocaleWords } from '../../widget/locale.js';
import { fill, korean, type Words } from '../../widget/words.js';

const folder = new URL('../../widget/locales/', import.meta.url);
const languages = readdirSync(folder).map((file) => file.replace('.ts', ''));
const load = async (language: string) => ((await import(new URL(`${language}.ts`, folder).href)) as { words: LocaleWords }).words;

/** `[['kind.exam', 'Korean'], …]` in order. */
const flat = (words: object, above = ''): [string, string][] =>
  Object.entries(words).flatMap(([name, word]) => (typeof word === 'string' ? [[above + name, word] as [string, string]] : flat(word as object, `${above}${name}.`)));
const placeholders = (sentence: string) => (sentence.match(/\{\w+\}/g) ?? []).sort();

const source = flat(korean);

test('the languages are those that foreign workers in Korea read, and English', () => assert.deepEqual(languages, ['en', 'ne', 'vi', 'zh']));

for (const language of languages) {
  test(`${language} has every word, no other, in the order of the Korean ones`, async () => {
    assert.deepEqual(flat(await load(language)).map(([name]) => name), source.map(([name]) => name));
  });

  test(`${language} fills in what the Korean sentence fills in`, async () => {
    for (const [at, [name, sentence]] of flat(await load(language)).entries()) assert.deepEqual(placeholders(sentence), placeholders(source[at]![1]), name);
  });

  test(`${language} leaves no Korean and no blank`, async () => {
    for (const [at, [name, sentence]] of flat(await load(language)).entries()) {
      assert.doesNotMatch(sentence, /[\p{sc=Hangul}]|^\s|\s$|\s\s/u, name);
      assert.equal(sentence === '', source[at]![1] === '', name);
    }
  });

  test(`${language} is found by its tag and by a region's`, async () => {
    const { words, lang } = await wordsFor(`${language}-KR`);
    assert.deepEqual([flat(words), lang], [flat(await load(language)), `${language}-KR`]);
  });
}

test('a language that nobody has is Korean, and says so', async () => assert.deepEqual(await wordsFor('xx-YY'), { words: korean, lang: 'ko' }));

test('a site’s own words go over those of the gate, one by one', async () => {
  registerLocale('ko', { title: '{what} 본인확인', failed: { other: '다시 해 주세요.' } });
  const { words } = await wordsFor('ko');
  assert.equal(words.title, '{what} 본인확인');
  assert.deepEqual(words.failed, { ...korean.failed, other: '다시 해 주세요.' });
  assert.equal(words.close, korean.close);
  registerLocale('ko', {});
});

test('what is filled in is taken literally', () => assert.equal(fill('{a} {b}', { a: '{b} $&', b: undefined }), '{b} $& '));

test('as built, each is a list under 900 bytes brotli that gives the same words', async (t) => {
  const scratch = mkdtempSync(join(tmpdir(), 'mo-otp-gate-locales-'));
  t.after(() => rmSync(scratch, { recursive: true }));
  const [forBundlers] = ((await import(new URL('../../rollup.config.mjs', import.meta.url).href)) as { default: [{ input: Record<string, string>; plugins: []; output: object }] }).default;
  const input = Object.fromEntries(Object.entries(forBundlers.input).filter(([name]) => name.startsWith('locales/')));
  const bundle = await rollup({ ...forBundlers, input });
  await bundle.write({ ...forBundlers.output, dir: scratch });
  for (const language of languages) {
    const file = join(scratch, 'locales', `${language}.js`);
    const bytes = brotliCompressSync(readFileSync(file)).length;
    assert.ok(bytes < 900, `${language}: ${bytes} bytes`);
    const { words } = (await import(file)) as { words: LocaleWords };
    assert.ok(Array.isArray(words));
    registerLocale('xx', words);
    assert.deepEqual(flat((await wordsFor('xx')).words satisfies Words), flat(await load(language)));
  }
});
