/** HRD Korea switched off and on while its learners verify: a simulation of it answers the running verifier. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { switchCommands } from '../../../demo/verifier/cli/switch-command.js';
import { runCommand } from '../../../demo/verifier/cli/command-line.js';
import { openVault } from '../../../demo/verifier/crypto/vault.js';
import { changeSettings, currentSettings } from '../../../demo/verifier/sites/change-settings.js';
import { cacheTtlMs } from '../../../demo/verifier/sites/directory.js';
import { exam } from '../../support/verifier.js';
import { begin } from '../methods/session.js';

test('HRD Korea goes off and comes back: no code passes meanwhile, other methods do, and their reports wait', async (t) => {
  const v = await begin(t);
  const own = await v.registerSite('own', ['http://own.test']);
  const { settings } = (await currentSettings(v.store, 'site'))!;
  await changeSettings(
    v.store,
    async () => openVault(Buffer.alloc(32)),
    'site',
    { ...settings, authority: { kind: 'hrd-korea-sandbox' } },
    { by: 'test', at: v.clock.now() },
  );
  const arrives = () => v.clock.advance(cacheTtlMs);
  const turns = (to: 'on' | 'off', reason: string) =>
    runCommand(switchCommands, [to, 'authority', 'hrd-korea', '--reason', reason], {
      store: v.store,
      now: v.clock.now(),
      by: '김관리',
    });
  const waiting = async () => (await v.store.outboxMessagesBySite()).find(({ site }) => site === 'site')?.count ?? 0;
  const passesByPhone = async () => {
    const check = await v.ask(await v.session(), 'phone');
    await v.checkPhone(check.params.url);
    assert.equal((await v.prove(check.id)).status, 'verified');
  };
  arrives();
  const phone = await v.registerDevice();
  const code = () => ({ code: phone.codeAt(v.clock.now()) });

  const on = await v.ask(await v.session(), 'motp');
  assert.equal((await v.prove(on.id, code())).status, 'verified');
  await passesByPhone();
  while ((await waiting()) > 0) await new Promise(setImmediate); // its report is delivered

  v.clock.advance(60_000);
  const session = await v.session();
  const running = await v.ask(session, 'motp');
  await turns('off', 'the authority announced an outage');
  arrives();
  assert.deepEqual(await v.prove(running.id, code()), { status: 'unavailable', retryIn: 30 });
  const [entry] = await v.store.latestEvidence({ site: 'site' }, 1, 0);
  assert.deepEqual([entry?.status, entry?.upstream], ['unavailable', 'switched-off']);
  const next = await v.challenge(session);
  assert(next.status === 'challenge');
  assert.equal(next.method, 'web-otp');
  assert.equal(next.offers.includes('motp'), false);
  assert.equal((await v.post('/challenge', { session, method: 'motp' })).status, 409);
  await passesByPhone();
  assert.equal(await waiting(), 1);
  const elsewhere = await v.challenge(await v.openSession(undefined, exam, {}, own));
  assert(elsewhere.status === 'challenge');
  assert.equal(elsewhere.method, 'motp', 'a site with its own registry goes on');

  await turns('on', 'it is back');
  arrives();
  assert.equal((await v.prove(running.id, code())).status, 'verified', 'the check under way goes on');
  assert.equal((await v.ask(await v.session(), 'phone')).offers[0], 'motp', 'it is offered again');
  while ((await waiting()) > 0) await new Promise(setImmediate);
  assert.deepEqual(
    (await v.store.switchLog()).map(({ site, kind, name, on, by, reason }) => [site, kind, name, on, by, reason]),
    [
      [null, 'authority', 'hrd-korea', false, '김관리', 'the authority announced an outage'],
      [null, 'authority', 'hrd-korea', true, '김관리', 'it is back'],
    ],
  );
});
