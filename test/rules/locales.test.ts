/**
 * Every language says what the Korean words say: nothing missing, nothing extra, nothing that a phone pays for in vain.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { rollup } from 'rollup';
import { registerLocale, wordsFor } from '../../widget/locale.js';
import type { LocaleWords } from '../../widget/locale-words.js';
import { korean as captcha } from '../../widget/methods/captcha/words.js';
import { korean as ipin } from '../../widget/methods/ipin/words.js';
import { korean as phone } from '../../widget/methods/phone/words.js';
import { korean as webOtp } from '../../widget/methods/web-otp/words.js';
import { loadMethodWords } from '../../widget/methods/load-words.js';
import type { MethodWords } from '../../widget/methods/method-words.js';
import { further } from '../../widget/further-words.js';
import { fill, korean as first, type Words } from '../../widget/words.js';

/** All Korean words: those of the first screen, and those that are loaded when they are needed. */
const korean = { ...first, further };
const methods: MethodWords = { phone, ipin, 'web-otp': webOtp, captcha };
const languages = ['en', 'ne', 'vi', 'zh'];
const widget = fileURLToPath(new URL('../../widget/', import.meta.url));
const load = async (folder: string, language: string) =>
  ((await import(join(widget, folder, `${language}.ts`))) as { words: Exclude<LocaleWords, readonly unknown[]> }).words;

/** `[['kind.exam', 'Korean'], …]` in order. */
const flat = (words: object, above = ''): [string, string][] =>
  Object.entries(words).flatMap(([name, word]) =>
    typeof word === 'string' ? [[above + name, word] as [string, string]] : flat(word as object, `${above}${name}.`),
  );
const placeholders = (sentence: string) => (sentence.match(/\{\w+\}/g) ?? []).sort();

test('each method that has words of its own has them in every language', () => {
  const own = readdirSync(join(widget, 'methods'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\/words\.ts$/.test(file))
    .map((file) => file.split('/')[0]!);
  assert.deepEqual(Object.keys(methods).sort(), own.sort());
});

for (const [what, source, folder] of [
  ['the gate', flat(korean), 'locales'],
  ['the methods', flat({ methods }), 'methods/locales'],
] as const) {
  test(`${what}: the languages are those that foreign workers in Korea read, and English`, () =>
    assert.deepEqual(
      readdirSync(join(widget, folder)).sort(),
      languages.map((language) => `${language}.ts`),
    ));

  for (const language of languages) {
    const words = async () => flat(await load(folder, language));

    test(`${what}: ${language} has every word, no other, in the order of the Korean ones`, async () =>
      assert.deepEqual(
        (await words()).map(([name]) => name),
        source.map(([name]) => name),
      ));

    test(`${what}: ${language} fills in what the Korean sentence fills in`, async () => {
      for (const [at, [name, sentence]] of (await words()).entries())
        assert.deepEqual(placeholders(sentence), placeholders(source[at]![1]), name);
    });

    test(`${what}: ${language} leaves no Korean and no blank`, async () => {
      for (const [at, [name, sentence]] of (await words()).entries()) {
        assert.doesNotMatch(sentence, /[\p{sc=Hangul}]|^\s|\s$|\s\s/u, name);
        assert.equal(sentence === '', source[at]![1] === '', name);
      }
    });
  }
}

for (const language of languages)
  test(`${language} is found by its tag and by a region’s`, async () => {
    const tag = `${language}-KR`;
    const { words, lang } = await wordsFor(tag, further);
    assert.deepEqual([flat(words), lang], [flat(await load('locales', language)), tag]);
    assert.deepEqual(
      await loadMethodWords('phone', tag, phone),
      (await load('methods/locales', language)).methods!.phone,
    );
  });

test('an unknown language falls back to Korean, and says so', async () => {
  assert.deepEqual(await wordsFor('xx-YY', further), { words: korean, lang: 'ko' });
  assert.deepEqual(await loadMethodWords('phone', 'xx-YY', phone), phone);
});

test('a site’s own words go over those of the gate, one by one', async (t) => {
  t.after(() => registerLocale('ko', {}));
  registerLocale('ko', { title: '{what} 본인확인', failed: { other: '다시 해 주세요.' } });
  const { words } = await wordsFor('ko', further);
  assert.equal(words.title, '{what} 본인확인');
  assert.deepEqual(words.failed, { ...korean.failed, other: '다시 해 주세요.' });
  assert.equal(words.close, korean.close);
});

test('a site’s own words reach the sentences of each method, over a language that comes with the gate and over Korean', async (t) => {
  t.after(() => (registerLocale('en', {}), registerLocale('ko', {})));
  registerLocale('en', { methods: { phone: { open: 'Go' } } });
  registerLocale('ko', {
    methods: { 'web-otp': { check: { open: '등록 시작' }, notices: { mismatch: '다른 브라우저입니다.' } } },
  });
  const english = await load('methods/locales', 'en');
  assert.deepEqual(await loadMethodWords('phone', 'en-US', phone), { ...english.methods!.phone, open: 'Go' });
  assert.deepEqual(await loadMethodWords('ipin', 'ko', ipin), ipin);
  assert.deepEqual(await loadMethodWords('web-otp', 'ko', webOtp), {
    ...webOtp,
    check: { ...webOtp.check, open: '등록 시작' },
    notices: { ...webOtp.notices, mismatch: '다른 브라우저입니다.' },
  });
});

test('what is filled in is taken literally', () =>
  assert.equal(fill('{a} {b}', { a: '{b} $&', b: undefined }), '{b} $& '));

test('as built, each is a file of lists under 1,500 bytes brotli that gives the same words', async (t) => {
  const scratch = mkdtempSync(join(tmpdir(), 'mo-otp-gate-locales-'));
  t.after(() => rmSync(scratch, { recursive: true }));
  t.after(() => registerLocale('xx', {}));
  const [forBundlers] = (
    (await import(new URL('../../rollup.config.mjs', import.meta.url).href)) as {
      default: [{ plugins: []; output: object }];
    }
  ).default;
  const input = Object.fromEntries(
    languages.flatMap((language) =>
      ['locales', 'methods/locales'].map((folder) => [`${folder}/${language}`, join(widget, folder, `${language}.ts`)]),
    ),
  );
  const bundle = await rollup({ ...forBundlers, input });
  await bundle.write({ ...forBundlers.output, dir: scratch });
  for (const language of languages) {
    const [gate, others] = await Promise.all(
      ['locales', 'methods/locales'].map(async (folder) => {
        const file = join(scratch, folder, `${language}.js`);
        const bytes = brotliCompressSync(readFileSync(file)).length;
        assert.ok(bytes < 1500, `${folder}/${language}: ${bytes} bytes`);
        return ((await import(file)) as { words: LocaleWords }).words;
      }),
    );
    assert.ok(Array.isArray(gate));
    registerLocale('xx', gate);
    assert.deepEqual(
      flat((await wordsFor('xx', further)).words satisfies Words),
      flat(await load('locales', language)),
    );
    registerLocale('xx', others!);
    for (const method of Object.keys(methods) as (keyof MethodWords)[]) {
      assert.ok(Array.isArray((others as { methods: MethodWords }).methods[method]), method);
      assert.deepEqual(
        flat(await loadMethodWords(method, 'xx', methods[method])),
        flat((await load('methods/locales', language)).methods![method]!),
      );
    }
  }
});
