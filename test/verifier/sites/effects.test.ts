/** Every setting of a site does something: a change of each is seen where it matters. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Checkpoint, MethodId } from 'mo-otp-gate/contract';
import { openVaultFor, openVerifier } from '../../../demo/verifier/compose.js';
import { settingsFrom, storeSettingsFrom } from '../../../demo/verifier/settings.js';
import { changeSettings, currentSettings } from '../../../demo/verifier/sites/change-settings.js';
import { cacheTtlMs } from '../../../demo/verifier/sites/directory.js';
import { SiteSettings } from '../../../demo/verifier/sites/site-settings.js';
import { newOperator, operatorBrowser } from '../../support/operator.js';
import { exam, hong, lesson } from '../../support/verifier.js';
import { begin as beginMethods } from '../methods/session.js';

async function begin(t: TestContext, options: Parameters<typeof beginMethods>[1] = {}) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-effects-'));
  t.after(() => rmSync(dataFolder, { recursive: true }));
  const v = await beginMethods(t, { dataFolder, ...options });
  const vault = await openVaultFor(v.store, storeSettingsFrom({ DATA_DIR: dataFolder }));
  /** Changes settings and waits until every process has them. */
  async function set(change: Partial<SiteSettings>) {
    const { settings } = (await currentSettings(v.store, 'site'))!;
    const by = { by: 'test', at: v.clock.now() };
    await changeSettings(v.store, async () => vault, 'site', { ...settings, ...change }, by);
    v.clock.advance(cacheTtlMs);
  }
  const open = (checkpoint: Checkpoint = exam) => v.openSession(hong, checkpoint, { origin: 'http://site.test' });
  async function ask<Id extends MethodId>(method: Id, checkpoint: Checkpoint = exam) {
    return v.ask(await open(checkpoint), method);
  }
  return { ...v, dataFolder, set, open, asks: ask };
}

const effects: Record<keyof SiteSettings, (t: TestContext) => Promise<void>> = {
  async name(t) {
    const v = await begin(t);
    await v.set({ name: '에이스 교육원' });
    const operator = operatorBrowser(v);
    await operator.logsIn(await newOperator(v));
    assert.match((await operator.opens()).html, /<b>에이스 교육원<\/b>/);
  },
  async origins(t) {
    const v = await begin(t);
    const session = await v.openSession();
    const from = async (origin: string) => (await v.post('/challenge', { session }, { origin })).status;
    assert.deepEqual([await from('http://site.test'), await from('http://new.test')], [200, 403]);
    await v.set({ origins: ['http://new.test'] });
    assert.deepEqual([await from('http://site.test'), await from('http://new.test')], [403, 200]);
  },
  async policy(t) {
    const v = await begin(t);
    assert.equal((await v.enter(lesson(2))).required, false);
    await v.set({ policy: 'daily' });
    assert.equal((await v.enter(lesson(2))).required, true);
  },
  async learner(t) {
    const v = await begin(t);
    await v.set({ learner: 'masked' });
    assert.equal((await v.asks('motp')).learner.name, '홍*동');
  },
  async help(t) {
    const v = await begin(t);
    const help = { phone: '02-777-7777', guide: 'https://acme.test/guide' };
    await v.set({ help });
    assert.deepEqual((await v.asks('motp')).help, help);
  },
  async privacy(t) {
    const v = await begin(t);
    const identity = { kind: 'portone', storeId: 's', channelKey: 'c', secret: 'secret' } as const;
    const page = async () => v.window.go((await v.asks('phone')).params.url);
    await v.set({ identity });
    assert.doesNotMatch((await page()).html, /개인정보/);
    await v.set({ identity, privacy: 'https://acme.test/privacy' });
    assert.match((await page()).html, /<a href="https:\/\/acme\.test\/privacy"[^>]*>개인정보 처리방침/);
  },
  async apps(t) {
    const v = await begin(t);
    await v.set({ apps: { web: 'https://app.acme.test/' } });
    assert.equal((await v.asks('motp')).params.apps?.web, 'https://app.acme.test/');
  },
  async authority(t) {
    const v = await begin(t);
    const reported = async () => {
      const check = await v.asks('phone');
      await v.checkPhone(check.params.url);
      // off, so that a report waits and is counted
      await v.store.setSwitch({ site: 'site', kind: 'authority', name: 'hrd-korea', ...off });
      v.clock.advance(cacheTtlMs);
      assert.equal((await v.prove(check.id)).status, 'verified');
      return (await v.store.outboxMessagesBySite()).length;
    };
    const off = { on: false, by: 'test', reason: 'test', at: 1 } as const;
    assert.equal(await reported(), 0);
    await v.set({ authority: { kind: 'hrd-korea-sandbox' } });
    assert.equal(await reported(), 1);
  },
  async identity(t) {
    const v = await begin(t);
    await v.set({ identity: { kind: 'portone', storeId: 'store-of-acme', channelKey: 'c', secret: 'secret' } });
    const page = await v.window.go((await v.asks('phone')).params.url);
    assert.ok(page.html.includes('store-of-acme'));
  },
  async captcha(t) {
    const v = await begin(t);
    await v.set({ captcha: { kind: 'turnstile', siteKey: 'key-of-acme', secret: 'secret' } });
    const { params } = await v.asks('captcha', lesson(1));
    assert(params.kind === 'page');
    assert.ok((await v.window.go(params.url)).html.includes('key-of-acme'));
  },
  async sms(t) {
    const received: (string | undefined)[] = [];
    const sender = createServer((request, response) => {
      received.push(request.headers.authorization);
      request.resume().on('end', () => response.writeHead(204).end());
    }).listen(0, '127.0.0.1');
    await once(sender, 'listening');
    t.after(() => sender.close());
    const v = await begin(t, { sms: undefined } as object);
    const url = `http://127.0.0.1:${(sender.address() as AddressInfo).port}/`;
    await v.set({ sms: { kind: 'webhook', url, secret: 'secret-of-acme-s-sender' } });
    const page = await v.window.go((await v.asks('phone')).params.url);
    const claims = { carrier: 'KT', name: '홍길동', birthDate: '19900101', phone: hong.phone };
    await v.window.send(page, claims);
    assert.deepEqual(received, ['Bearer secret-of-acme-s-sender']);
  },
  async evidenceDays(t) {
    const v = await begin(t);
    const settings = settingsFrom({
      DATA_DIR: v.dataFolder,
      SMS_WEBHOOK_URL: 'http://sms.test',
      SMS_WEBHOOK_SECRET: 'unused because no message is sent',
    });
    await v.set({ evidenceDays: 10 });
    await v.prove((await v.asks('motp')).id, { code: '000000' });
    const kept = async (days: number) => {
      v.clock.advance(days * 24 * 3_600_000);
      const later = await openVerifier(settings, { clock: v.clock, logger: false });
      const headers = { authorization: `Bearer ${v.siteSecret}` };
      const { evidence } = (await later.server.inject({ url: '/v1/evidence', headers })).json<{ evidence: object[] }>();
      await later.close();
      return evidence.length;
    };
    assert.deepEqual([await kept(9), await kept(2)], [1, 0]);
  },
  async limits(t) {
    const v = await begin(t);
    await v.set({ limits: { learner: 2 } });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await v.post('/challenge', { session: await v.open() })).status);
    assert.deepEqual(statuses, [200, 200, 429]);
  },
};

for (const [name, effect] of Object.entries(effects)) test(`the setting ${name} of a site reaches its effect`, effect);

test('every setting of the schema is among them', () => {
  assert.deepEqual(Object.keys(effects).sort(), Object.keys(SiteSettings.shape).sort());
});
