/** The playground as served, and its snippets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transform } from 'esbuild';
import { compile } from 'svelte/compiler';
import { compileScript, compileTemplate, parse } from 'vue/compiler-sfc';
import { openSite } from './site-fixture.js';

type Chosen = Record<string, string | boolean>;
const { snippets } = (await import(new URL('../../demo/site/public/playground/snippets.js', import.meta.url).href)) as {
  snippets: Record<string, (chosen: { attributes: Chosen; theme: string }) => string>;
};

test('a visitor without test mode sees how to turn it on', async (t) => {
  const site = await openSite(t);
  const { status, text, headers } = await site.visitor().open('/playground');
  assert.equal(status, 200);
  assert.match(text, /TEST_MODE=true/);
  assert.doesNotMatch(text, /playground\.js|<style|\sstyle=|\son\w+=|<script>/);
  assert.match(headers.get('content-security-policy')!, /script-src 'self'; style-src 'self'/);
  assert.match((await site.visitor().open('/')).text, /href="\/playground"/);
});

const few = {
  verifier: 'http://localhost:4174/v1',
  session: 'test_verified',
  mode: '',
  lang: '',
  method: '',
  name: '',
  required: false,
  'manual-submit': false,
};
const all = {
  ...few,
  mode: 'inline',
  lang: 'en',
  method: 'phone',
  name: 'a"b\'c`d\\e<f>{g}&',
  required: true,
  'manual-submit': true,
};

const javascript = (code: string) =>
  transform(code, {
    loader: 'tsx',
    jsx: 'preserve',
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  });
const scripts = (html: string) =>
  Promise.all([...html.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, code]) => javascript(code!)));
const compilers: Record<string, (code: string) => unknown> = {
  HTML: scripts,
  '스크립트 태그': scripts,
  React: javascript,
  Solid: javascript,
  Angular: javascript,
  jQuery: javascript,
  Vue(code) {
    const { descriptor, errors } = parse(code);
    assert.deepEqual(errors, []);
    compileScript(descriptor, { id: 'gate' });
    const template = compileTemplate({
      source: descriptor.template!.content,
      id: 'gate',
      filename: 'gate.vue',
      compilerOptions: { isCustomElement: (tag) => tag === 'mo-otp-gate' },
    });
    assert.deepEqual(template.errors, []);
  },
  Svelte: (code) => compile(code, {}),
};

/** The attributes in a snippet, one per line. */
const attributesIn = (code: string) =>
  Object.keys(all).filter((name) => new RegExp(`^ +(attr:)?'?${name}'?(=|:|$)`, 'm').test(code));
const ofScriptTag = ['session', 'lang', 'method'];

for (const [kind, snippet] of Object.entries(snippets))
  test(`the snippet for ${kind} compiles and follows the choices`, async () => {
    const [less, more] = [few, all].map((attributes) => snippet({ attributes, theme: '' }));
    await compilers[kind]!(less!);
    await compilers[kind]!(more!);
    const knows = (name: string) => kind !== '스크립트 태그' || ofScriptTag.includes(name);
    assert.deepEqual(attributesIn(less!), ['verifier', 'session'].filter(knows));
    assert.deepEqual(attributesIn(more!), Object.keys(all).filter(knows));
    // an inline gate opens by itself; the script tag has only the modal window
    assert.match(less!, /show\(\)|MoOtpGate\.open/);
    assert.equal(/button/.test(more!), kind === '스크립트 태그');
  });

test('a page’s snippet includes the theme', () => {
  for (const kind of ['HTML', '스크립트 태그'])
    assert.match(
      snippets[kind]!({ attributes: few, theme: '/theme.css' }),
      /<link rel="stylesheet" href="\/theme\.css">/,
    );
});
