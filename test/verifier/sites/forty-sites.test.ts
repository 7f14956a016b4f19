/**
 * Forty institutions with different everything in one verifier: three processes over one database. Their learners have
 * the same id and the same name; nothing of one site reaches another.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { ChallengeReply, Verdict, type Learner, type MethodId } from 'mo-otp-gate/contract';
import { hashSecret, newSecret } from '../../../demo/verifier/crypto/secrets.js';
import { presets } from '../../../demo/verifier/domain/policy-presets.js';
import { prove } from '../../../demo/verifier/evidence/prove.js';
import { changeSettings } from '../../../demo/verifier/sites/change-settings.js';
import type { SiteSettings } from '../../../demo/verifier/sites/site-settings.js';
import { newOperator, operatorBrowser } from '../../support/operator.js';
import { startProcesses } from '../../support/processes.js';
import { openWindow } from '../../support/window.js';
import { databases } from './each-store.js';

const count = 40;

interface Received {
  path: string;
  authorization: string | undefined;
  body: string;
}

/** HRD Korea, NICE and every site's sender of text messages, in one server. */
async function services(t: TestContext) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        received.push({
          path: request.url!,
          authorization: request.headers.authorization,
          body: Buffer.concat(chunks).toString(),
        });
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"code":"200"}');
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The marks of a site: texts that no other site may ever show, send or log. */
const marks = (i: number) => {
  const n = 1000 + i;
  return {
    id: `site-${n}`,
    name: `교육원 ${n}`,
    origin: `http://site-${n}.test`,
    help: `02-${n}-0000`,
    app: `https://app-${n}.test/`,
    institution: `INST${n}`,
    captchaKey: `captcha-key-${n}`,
    store: `portone-store-${n}`,
    client: `nice-client-${n}`,
    secret: `secret-of-${n}`,
    phone: `010-0000-${n}`,
  };
};
type Marks = ReturnType<typeof marks>;

const identityOf = (i: number, { store, client, secret }: Marks) =>
  [
    { kind: 'nice', clientId: client, clientSecret: secret, productId: 'p' },
    { kind: 'sandbox' },
    { kind: 'portone', storeId: store, channelKey: 'channel', secret },
    { kind: 'sandbox' },
  ][i % 4]! as NonNullable<SiteSettings['identity']>;

const captchaOf = (i: number, { captchaKey: siteKey, secret }: Marks) =>
  [{ kind: 'work' }, { kind: 'turnstile', siteKey, secret }, { kind: 'hcaptcha', siteKey, secret }][
    i % 3
  ]! as NonNullable<SiteSettings['captcha']>;

const { learner: _learner, ...manual } = presets.manual;

/** Settings in which every site differs from its neighbours. */
function settingsOf(i: number, m: Marks, sms: string): SiteSettings {
  const all: MethodId[] = ['motp', 'phone', 'captcha', 'web-otp'];
  return {
    name: m.name,
    origins: [m.origin],
    policy: {
      ...manual,
      rules: {
        ...manual.rules,
        enrolment: { when: 'never' },
        lesson: { when: 'every-lessons', lessons: 2 + i },
      },
      // the first offer rotates
      methods: { ...manual.methods, exam: [...all.slice(i % 4), ...all.slice(0, i % 4)] },
    },
    learner: i % 2 === 0 ? 'full' : 'masked',
    help: { phone: m.help },
    apps: { web: m.app },
    authority: i % 2 === 0 ? { kind: 'hrd-korea', institution: m.institution } : { kind: 'devices' },
    identity: identityOf(i, m),
    captcha: captchaOf(i, m),
    sms: { kind: 'webhook', url: `${sms}/sms/${m.id}`, secret: m.secret },
    evidenceDays: 1000 + i,
    limits: { session: i === 0 ? 100 : 10_000 + i },
  };
}

async function begin(t: TestContext, database: Record<string, string>) {
  const outside = await services(t);
  const v = await startProcesses({
    count: 3,
    ...(database['DATABASE_URL'] !== undefined && { databaseUrl: database['DATABASE_URL'] }),
    settings: {
      LOG_LEVEL: 'info',
      HRD_KOREA_OTP_URL: outside.url,
      HRD_KOREA_REPORT_URL: outside.url,
      NICE_API_URL: outside.url,
    },
  });
  t.after(() => v.close());
  const change = { by: 'test', at: Date.now() };
  const sites = [];
  for (let i = 0; i < count; i++) {
    const m = marks(i);
    const secret = newSecret();
    await changeSettings(v.store, async () => v.vault, m.id, settingsOf(i, m, outside.url), change);
    await v.store.addSecret(m.id, hashSecret(secret), change.at);
    const learner: Learner = { ref: 'learner-1', name: '홍길동', phone: m.phone };
    sites.push({ i, ...m, secret, key: m.secret, learner });
  }
  return { ...v, outside, sites };
}
type Verifier = Awaited<ReturnType<typeof begin>>;
type Site = Verifier['sites'][number];
const exam = (course: string) => ({ kind: 'exam', course, class: '1' }) as const;

/** No mark of another site is in this text. */
function knowsOnly(text: string, { i, id }: Site, about: string): void {
  const others =
    text.match(/(?<=site-|교육원 |02-|app-|INST|captcha-key-|store-|client-|secret-of-|0000-)10[0-3]\d/g) ?? [];
  for (const other of others) assert.equal(other, String(1000 + i), `${about} of ${id}`);
}

/** The lines of the log that tell why a request failed. */
const errorsIn = (log: readonly string[]) => log.filter((line) => line.includes('"err"')).join('\n');

/** Everything that a learner of one site does, and all that they see. */
async function visit(v: Verifier, site: Site, neighbour: Site): Promise<void> {
  const { i, secret, learner, origin } = site;
  const page = async (path: string, body: object, from = origin) => {
    const reply = await v.post(path, body, { origin: from });
    return { status: reply.status, text: await reply.text() };
  };
  const challenge = async (session: string, method?: MethodId) => {
    const { status, text } = await page('/challenge', { session, method });
    assert.equal(status, 200, text);
    knowsOnly(text, site, 'challenge');
    const read = ChallengeReply.parse(JSON.parse(text));
    assert(read.status === 'challenge');
    return read;
  };

  // the policy
  for (const number of [3, 7, 13]) {
    const reply = await v.post(
      '/sessions',
      { learner, checkpoint: { kind: 'lesson', course: site.id, class: '1', number } },
      { authorization: `Bearer ${secret}` },
    );
    const text = await reply.text();
    assert.equal(reply.status, 200, `${site.id}, lesson ${number}: ${text}\n${errorsIn(v.log)}`);
    const { required } = JSON.parse(text) as { required: boolean };
    assert.equal(required, (number - 1) % (2 + i) === 0, `${site.id}, lesson ${number}: ${text}`);
  }

  // the gate
  const session = await v.openSession(learner, exam(site.id), { origin }, secret);
  const first = await challenge(session);
  assert.equal(first.method, ['motp', 'phone', 'captcha', 'web-otp'][i % 4]);
  assert.equal(first.help?.phone, site.help);
  assert.equal(first.learner.name, i % 2 === 0 ? '홍길동' : '홍*동');
  assert.equal((await page('/challenge', { session }, neighbour.origin)).status, 403);
  const foreign = await v.post(
    '/sessions',
    { learner, checkpoint: exam(site.id), origin: neighbour.origin },
    { authorization: `Bearer ${secret}` },
  );
  assert.equal(foreign.status, 403);

  // the captcha and the identity provider
  const window = openWindow({ 'http://verifier.localhost/v1': v.urls[i % 3]! });
  const captcha = await challenge(session, 'captcha');
  assert(captcha.method === 'captcha');
  assert.equal(captcha.params.kind, i % 3 === 0 ? 'work' : 'page');
  if (captcha.params.kind === 'page') {
    const { html, headers } = await window.go(captcha.params.url);
    assert.ok(html.includes(site.captchaKey));
    assert.ok(headers.get('content-security-policy')!.includes(`frame-ancestors ${origin}`));
    knowsOnly(html, site, 'captcha');
  }
  const phone = await challenge(session, 'phone');
  assert(phone.method === 'phone');
  const check = await window.go(phone.params.url);
  knowsOnly(check.html, site, 'identity check');
  if (i % 4 === 0) assert.equal(check.status, 503, 'this NICE gives no token');
  if (i % 4 === 2) assert.ok(check.html.includes(site.store));
  if (i % 2 === 1)
    await window.send(check, { carrier: 'KT', name: '홍길동', birthDate: '19900101', phone: learner.phone });

  // the phone app
  const motp = await challenge(session, 'motp');
  assert(motp.method === 'motp');
  assert.equal(motp.params.apps?.web, site.app);
  const code =
    i % 2 === 0 ? `1${String(10_000 + i)}` : (await v.registerDevice('홍길동', learner.phone)).codeAt(Date.now());
  const judged = await page('/verify', { challenge: motp.id, attempt: randomUUID(), proof: { code } });
  const verdict = Verdict.parse(JSON.parse(judged.text));
  assert(verdict.status === 'verified', judged.text);
  assert.deepEqual(await v.siteverify(verdict.token, neighbour.secret), { success: false, error: 'invalid' });
  const redeemed = await v.siteverify(verdict.token, secret);
  assert(redeemed.success);
  assert.equal(redeemed.learner.phone, learner.phone);
}

for (const [database, { skip, open }] of Object.entries(databases))
  test(`${database}: forty sites over three processes have nothing of each other`, { skip }, async (t) => {
    const v = await begin(t, await open(t));
    const neighbourOf = ({ i }: Site) => v.sites[(i + 1) % count]!;
    for (let from = 0; from < count; from += 10)
      await Promise.all(v.sites.slice(from, from + 10).map((site) => visit(v, site, neighbourOf(site))));

    await t.test('evidence', async () => {
      for (const site of v.sites) {
        const reply = await fetch(`${v.urls[0]}/evidence?learner=learner-1`, {
          headers: { authorization: `Bearer ${site.secret}` },
        });
        const text = await reply.text();
        knowsOnly(text, site, 'evidence');
        const { evidence } = JSON.parse(text) as { evidence: { site: string; method: string; status: string }[] };
        assert.deepEqual(
          evidence.filter(({ method }) => method === 'motp').map((one) => [one.site, one.status]),
          [[site.id, 'verified']],
        );
      }
      const { faults, chains } = await prove(v.evidence);
      assert.deepEqual([faults, chains], [[], count]);
    });

    await t.test('operators', async () => {
      const clock = { now: () => Date.now() };
      for (const site of [v.sites[4]!, v.sites[39]!]) {
        const operator = operatorBrowser({ url: v.urls[1]! });
        await operator.logsIn(await newOperator({ store: v.store, clock } as never, site.id));
        const page = await operator.searches();
        assert.ok(page.html.includes(site.id), 'its own course');
        knowsOnly(page.html, site, "operator's page");
      }
    });

    await t.test('authorities, providers and senders', () => {
      for (const site of v.sites) {
        const mine = v.outside.received.filter(
          ({ body }) => new URLSearchParams(body).get('AGTID') === site.institution,
        );
        assert.equal(mine.length, site.i % 2 === 0 ? 1 : 0, site.id);
        for (const { body } of mine)
          assert.equal(new URLSearchParams(body).get('USER_TEL'), site.phone.replaceAll('-', ''));
        const texts = v.outside.received.filter(({ path }) => path === `/sms/${site.id}`);
        assert.equal(texts.length, site.i % 2 === 1 ? 1 : 0, site.id);
        for (const { authorization, body } of texts) {
          assert.equal(authorization, `Bearer ${site.key}`);
          assert.ok(body.includes(site.phone.replaceAll('-', '')));
        }
        const basic = `Basic ${Buffer.from(`${site.client}:${site.key}`).toString('base64')}`;
        const nice = v.outside.received.filter(({ authorization }) => authorization === basic);
        assert.equal(nice.length, site.i % 4 === 0 ? 1 : 0, site.id);
      }
    });

    await t.test('limits', async () => {
      const [fast, other] = [v.sites[0]!, v.sites[1]!];
      const session = (site: Site) => v.openSession(site.learner, exam('flood'), {}, site.secret);
      const [flooded, quiet] = [await session(fast), await session(other)];
      const statuses = await Promise.all(
        Array.from({ length: 130 }, async () => {
          const reply = await v.post('/challenge', { session: flooded });
          await reply.arrayBuffer();
          return reply.status;
        }),
      );
      assert.ok(statuses.includes(429), 'a session of the first site has 100 requests a minute');
      assert.equal((await v.challenge(quiet)).status, 'challenge');
    });

    await t.test('keys', async () => {
      for (const site of v.sites) {
        const stored = JSON.stringify([await v.store.settingsHistory(site.id), await v.store.settingsSecrets(site.id)]);
        assert.equal(stored.includes(site.key), false, site.id);
        knowsOnly(stored, site, 'settings');
      }
    });

    await t.test('a switch of one site reaches every process within ten seconds, and no other site', async () => {
      const [site, other] = [v.sites[8]!, v.sites[9]!];
      const refused = async (url: string, session: string) => {
        const reply = await fetch(`${url}/challenge`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ session, method: 'motp' }),
        });
        await reply.arrayBuffer();
        return reply.status === 409;
      };
      const [session, untouched] = await Promise.all(
        [site, other].map((one) => v.openSession(one.learner, exam('switch'), {}, one.secret)),
      );
      const begun = performance.now();
      const off = {
        site: site.id,
        kind: 'method',
        name: 'motp',
        on: false,
        by: 'test',
        reason: 'test',
        at: 1,
      } as const;
      await v.store.setSwitch(off);
      for (const url of v.urls)
        while (!(await refused(url, session!))) assert.ok(performance.now() - begun < 10_000, 'within ten seconds');
      for (const url of v.urls) assert.equal(await refused(url, untouched!), false);
    });

    await t.test('logs', () => {
      const lines = v.log.map((line) => JSON.parse(line) as { site?: string; route?: string; code?: string });
      const verified = lines.filter(({ route }) => route === '/v1/verify').map(({ site }) => site);
      assert.deepEqual(verified.sort(), v.sites.map(({ id }) => id).sort());
      for (const line of lines) {
        const site = v.sites.find(({ id }) => id === line.site);
        // a page of the neighbour was refused: its origin is what the site has to know
        if (site && line.code !== 'forbidden-origin') knowsOnly(JSON.stringify(line), site, 'log');
      }
      const text = v.log.join('\n');
      for (const hidden of ['홍길동', '010-0000', '0100000', 'secret-of', 'learner-1'])
        assert.equal(text.includes(hidden), false, hidden);
    });
  });
