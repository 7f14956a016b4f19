/** The theming page, its fake verifiers, and themes that use documented parts only. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ChallengeReply, Problem, Verdict } from 'mo-otp-gate/contract';
import { screens } from '../../demo/site/theming/screens.js';
import { openSite } from './site-fixture.js';

const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const themes = readdirSync(new URL('../../demo/site/public/theming/themes', import.meta.url));
const element = file('widget/mo-otp-gate.ts');
/** The names that the element's documentation lists under a tag. */
const documented = (tag: string) =>
  [...element.matchAll(new RegExp(`@${tag} ([\\w-]+)`, 'g'))].map(([, name]) => name!);

test('a designer sees every phase that a learner can see', () => {
  const seen = new Set(screens.map(({ id }) => id));
  for (const phase of documented('cssstate')) assert.ok(phase === 'closed' || seen.has(phase), phase);
});

test('each fake verifier replies according to the contract, or never for a waiting screen', async (t) => {
  const site = await openSite(t);
  const ask = (id: string, question: string) =>
    fetch(`${site.url}/theming/verifier/${id}/${question}`, { method: 'POST' });
  for (const { id, challenge, verdict } of screens) {
    if (challenge !== 'silence') {
      const reply = await ask(id, 'challenge');
      const body = (await reply.json()) as { time?: number };
      if (reply.ok) ChallengeReply.parse(body);
      else Problem.parse(body);
      if (reply.ok) assert.equal(body.time, site.clock.time);
    }
    if (verdict && verdict !== 'silence') Verdict.parse(await (await ask(id, 'verify')).json());
  }
  assert.equal((await ask('nowhere', 'challenge')).status, 400);
  assert.equal((await ask('answering', 'siteverify')).status, 404);
});

test('the page has no inline script or style, and the site’s content security policy', async (t) => {
  const site = await openSite(t);
  const { status, text, headers } = await site.visitor().open('/theming');
  assert.equal(status, 200);
  assert.match(headers.get('content-security-policy')!, /script-src 'self'; style-src 'self'/);
  assert.doesNotMatch(text, /<style|\sstyle=|\son\w+=|<script>/);
  for (const { id, name } of screens)
    assert.ok(text.includes(`data-screen="${id}"`) && text.includes(`<h2>${name}</h2>`), id);
  for (const [, path] of text.matchAll(/(?:src|href)="(\/public\/[^"]+)"/g))
    assert.equal((await site.visitor().open(path!)).status, 200, path);
  for (const theme of themes) {
    assert.ok(text.includes(`value="${theme.replace('.css', '')}"`), theme);
    assert.equal((await site.visitor().open(`/public/theming/themes/${theme}`)).status, 200);
  }
  assert.match((await site.visitor().open('/')).text, /href="\/theming"/);
});

test('there are three themes', () =>
  assert.deepEqual(themes, ['high-contrast.css', 'playful.css', 'public-service.css']));

for (const theme of themes)
  test(`${theme} uses only what the element documents`, () => {
    const css = file(`demo/site/public/theming/themes/${theme}`).replace(/\/\*[^]*?\*\//g, '');
    const used = (pattern: RegExp) => [...css.matchAll(pattern)].map(([, name]) => name!);
    for (const part of used(/::part\(([^)]+)\)/g)) assert.ok(documented('csspart').includes(part), part);
    for (const state of used(/:state\(([^)]+)\)/g)) assert.ok(documented('cssstate').includes(state), state);
    for (const property of used(/(--[\w-]+)/g)) assert.ok(documented('cssproperty').includes(property), property);
    for (const selector of used(/([^{}]+)\{/g).map((text) => text.trim()))
      if (!selector.startsWith('@supports '))
        for (const one of selector.split(/,\s*/))
          assert.match(one, /^mo-otp-gate(:state\([\w-]+\))?(::part\([\w-]+\))?$/);
    assert.doesNotMatch(css, /!important|url\(|@import/);
  });
