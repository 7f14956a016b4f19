import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSite } from './site-fixture.js';

test('every page has a strict content security policy and no inline script', async (t) => {
  const site = await openSite(t);
  site.verifier.required = ({ number }) => number === 9;
  const learner = await site.learner();
  const assessment = (await learner.open('/exam')).location!;
  const pages = [await site.visitor().open('/')];
  for (const path of ['/course', '/lesson/2', '/lesson/9', assessment, '/assignment', '/nowhere'])
    pages.push(await learner.open(path));
  await learner.submit(assessment, {});
  pages.push(await learner.open(assessment));
  site.verifier.behaviour = 'broken';
  pages.push(await learner.open('/lesson/3'));
  assert.deepEqual(
    pages.map(({ status }) => status),
    [200, 200, 200, 403, 200, 200, 404, 200, 503],
  );
  for (const { headers, text } of pages) {
    const policy = headers.get('content-security-policy')!;
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `connect-src 'self' ${new URL(site.verifier.url).origin}`,
    ])
      assert.ok(policy.split('; ').includes(rule));
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.deepEqual(text.match(/<script[^]*?<\/script>/g), [
      `<script src="/mo-otp-gate/loader.js" data-verifier="${site.verifier.url}" async></script>`,
    ]);
    assert.doesNotMatch(text, /<style|\sstyle=|\son\w+=|javascript:|undefined|secret/);
    assert.match(text, /<html lang="ko">/);
  }
});

test('no address contains personal data', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  for (const path of ['/course', '/lesson/9', '/assignment'])
    for (const [, address] of (await learner.open(path)).text.matchAll(
      /(?:href|action|src|data-mo-otp-gate)="([^"]*)"/g,
    ))
      assert.doesNotMatch(decodeURIComponent(address!), /홍길동|010|learner/);
});

test('an unknown page says so', async (t) => {
  const site = await openSite(t);
  const learner = await site.learner();
  for (const path of [
    '/nowhere',
    '/lesson/18',
    '/lesson/0',
    '/lesson/x',
    '/public/../site.ts',
    '/mo-otp-gate/loader.ts',
  ])
    assert.equal((await learner.open(path)).status, 404, path);
});
