import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import { pageCaptcha } from '../../../demo/verifier/methods/captcha/page.js';
import { services, type ServiceName } from '../../../demo/verifier/methods/captcha/services.js';
import { hong, lesson } from '../../support/verifier.js';
import { begin } from './session.js';

/**
 * A fake captcha service with the documented server call: a form of `secret` and `response`, a reply with `success`
 * and `error-codes`. A response is valid once.
 */
async function fakeService(t: TestContext) {
  const state = { down: false };
  const good = new Set(['right']);
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request));
    if (state.down) return void response.writeHead(503).end('down');
    const errors =
      form.get('secret') !== 'service-secret'
        ? ['invalid-input-secret']
        : good.delete(form.get('response') ?? '')
          ? []
          : ['invalid-input-response'];
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ success: errors.length === 0, 'error-codes': errors, hostname: 'verifier.localhost' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return { verify: `http://127.0.0.1:${(server.address() as AddressInfo).port}/siteverify`, state };
}

async function withService(t: TestContext, name: ServiceName, secret = 'service-secret') {
  const { verify, state } = await fakeService(t);
  const v = await begin(t, {
    captcha: pageCaptcha(
      { ...services[name], verify },
      { siteKey: 'site-key', secret },
      'http://verifier.localhost/v1',
    ),
  });
  async function open() {
    const { id, params } = await v.ask(await v.openSession(hong, lesson(9), { origin: 'http://site.test' }), 'captcha');
    assert(params.kind === 'page');
    return { id, url: params.url, page: await v.window.go(params.url) };
  }
  const answer = (url: string, response: string) =>
    v.window.go(url, { method: 'POST', body: new URLSearchParams({ [services[name].field]: response }) });
  return { ...v, state, open, answer };
}

for (const name of ['turnstile', 'hcaptcha'] as const) {
  test(`${name}: a learner sees its widget on a page that only the session's origin may frame`, async (t) => {
    const v = await withService(t, name);
    const { page } = await v.open();
    assert.match(page.html, new RegExp(`class="${services[name].element}" data-sitekey="site-key"`));
    const policy = page.headers.get('content-security-policy')!;
    assert.match(policy, /frame-ancestors http:\/\/site\.test/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal((await fetch(`${v.url}/captcha/captcha.js`)).status, 200);
  });

  test(`${name}: a learner with a right answer is verified by the service’s reply`, async (t) => {
    const v = await withService(t, name);
    const { id, url } = await v.open();
    assert.deepEqual(await v.prove(id), { status: 'pending', retryIn: 2 });
    assert.equal((await v.answer(url, 'right')).status, 200);
    assert.equal((await v.prove(id)).status, 'verified');
  });

  test(`${name}: a learner’s wrong or reused answer ends the challenge`, async (t) => {
    const v = await withService(t, name);
    const [one, other, third] = [await v.open(), await v.open(), await v.open()];
    await v.answer(one.url, 'wrong');
    await v.answer(one.url, 'right');
    assert.deepEqual(await v.prove(one.id), { status: 'rejected', reason: 'wrong-answer' }, 'the first answer counts');
    await v.answer(other.url, 'right');
    assert.deepEqual(await v.prove(other.id), { status: 'rejected', reason: 'wrong-answer' }, 'used by the one before');
    assert.equal((await v.window.go(one.url)).status, 404);
    assert.deepEqual(await v.prove(third.id), { status: 'pending', retryIn: 2 });
  });

  test(`${name}: a learner loses nothing while it is down or refuses the secret`, async (t) => {
    const v = await withService(t, name);
    const { id, url } = await v.open();
    v.state.down = true;
    await v.answer(url, 'right');
    assert.deepEqual(await v.prove(id), { status: 'unavailable', retryIn: 30 });
    v.state.down = false;
    await v.answer(url, 'right');
    assert.equal((await v.prove(id)).status, 'verified');
    const wrong = await withService(t, name, 'old-secret');
    const other = await wrong.open();
    await wrong.answer(other.url, 'right');
    assert.deepEqual(await wrong.prove(other.id), { status: 'unavailable', retryIn: 30 });
  });
}
