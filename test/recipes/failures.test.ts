/** What can fail between site and verifier: the learner gets one sentence, the site's log one that names the cause. */
import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { test, type TestContext } from 'node:test';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/ports.js';
import { startVerifier } from '../support/verifier.js';
import { recipes, sites, startSite, Visitor, without, type Recipe } from './sites.js';

const listening = async (t: TestContext, server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
};
const http = async (t: TestContext, reply: RequestListener) => {
  const server = createServer(reply);
  t.after(() => server.closeAllConnections());
  return `http://127.0.0.1:${await listening(t, server)}/v1`;
};

/** The verifier's address and the cause in the log. */
const failures: Record<string, { at(t: TestContext): Promise<string>; cause: RegExp; skip?: string | false }> = {
  'nothing listens there': {
    at: async () => `http://127.0.0.1:${await freePort('127.0.0.1')}/v1`,
    cause: /refused connection/,
  },
  'the name is unknown': { at: async () => 'http://no-such-host.invalid/v1', cause: /DNS: the name/ },
  'it never replies': { at: (t) => http(t, () => {}), cause: /time-out after 1 s/ },
  'a proxy replies with HTML': {
    at: (t) => http(t, (_request, reply) => reply.writeHead(502).end('<h1>Bad Gateway</h1>')),
    cause: /\/sessions replied 502 no problem code/,
  },
  'it replies 200 with something else': {
    at: (t) => http(t, (_request, reply) => reply.end('<h1>Hello</h1>')),
    cause: /\/sessions replied 200 with/,
  },
  'it redirects': {
    at: (t) => http(t, (_request, reply) => reply.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()),
    cause: /302|redirect/,
  },
  'its certificate is not trusted': {
    async at(t) {
      const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-tls-'));
      t.after(() => rmSync(folder, { recursive: true }));
      const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
      const subject = ['-subj', '/CN=localhost', '-days', '1'];
      execFileSync(
        'openssl',
        ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject],
        {
          stdio: 'ignore',
        },
      );
      const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, reply) =>
        reply.end('{"required":false,"reason":"a body that must not be read"}'),
      );
      return `https://localhost:${await listening(t, server)}/v1`;
    },
    cause: /TLS: the certificate is not trusted/,
    skip: without('openssl', 'version'),
  },
};

async function assertOneSentence(site: Awaited<ReturnType<typeof startSite>>, cause: RegExp) {
  const visitor = new Visitor(site.origin);
  await visitor.logIn('kim');
  const page = await visitor.request('/exam');
  assert.equal(page.status, 503);
  assert.match(page.text, /href="\/exam">/, 'offers to try again');
  assert.equal((await visitor.request('/gate/exam')).status, 503);
  assert.equal((await visitor.postToken('/exam', 'token-of-a-test')).status, 503);
  assert.equal((await visitor.request('/lesson/2')).status, 503, 'closed by default');
  const lines = site
    .log()
    .split('\n')
    .filter((line) => line.includes('mo-otp-gate: '));
  assert.ok(lines.length >= 4 && lines.every((line) => cause.test(line) || line.includes('/siteverify')), site.log());
  assert.match(site.log(), cause);
  assert.doesNotMatch(site.log(), /김하나|0000-?1234|token-of-a-test|secret-of-a-test/);
  assert.doesNotMatch(page.text, /curl|DNS|TLS|secret/);
}

const env = { SITE_SECRET: 'secret-of-a-test', GATE_ASSETS: 'http://127.0.0.1:9', TIMEOUT: '1' };
const failing = (name: string, recipe: Recipe) => {
  for (const [failure, { at, cause, skip = false }] of Object.entries(failures))
    test(`${name}: ${failure}`, { skip: recipe.skip || skip, timeout: 60_000 }, async (t) => {
      const site = await startSite(recipe, { ...env, VERIFIER_URL: await at(t) });
      t.after(() => site.stop());
      await assertOneSentence(site, cause);
    });

  test(`${name}: the secret is wrong`, { skip: recipe.skip, timeout: 60_000 }, async (t) => {
    const verifier = await startVerifier();
    t.after(() => verifier.close());
    const site = await startSite(recipe, { ...env, VERIFIER_URL: verifier.url });
    t.after(() => site.stop());
    await assertOneSentence(site, /replied 401 unknown-session: .*SITE_SECRET/);
  });
};
for (const name of ['Express', 'Flask', 'PHP', 'PHP without curl', 'Java']) failing(name, sites[name]!);

const php = sites['PHP']!;
const phpWith = (...options: string[]): Recipe => ({
  ...php,
  command: (port) => ['php', ...options, '-S', `127.0.0.1:${port}`, join(recipes, 'php/site.php')],
});

test('PHP: neither curl nor allow_url_fopen', { skip: php.skip }, async (t) => {
  const recipe = phpWith('-d', 'allow_url_fopen=0', '-d', 'disable_functions=curl_init');
  const site = await startSite(recipe, { ...env, VERIFIER_URL: 'http://127.0.0.1:9/v1' });
  t.after(() => site.stop());
  await assertOneSentence(site, /allow_url_fopen: enable one of them/);
});

test('PHP: a site in EUC-KR that says UTF-8 gets the encoding as the cause', { skip: php.skip }, async (t) => {
  const verifier = await startVerifier();
  t.after(() => verifier.close());
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-euckr-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const call = `
    require '${recipes}/php/mo-otp-gate.php';
    $_SESSION = array();
    try { mo_otp_may_enter(array('ref' => 'r', 'name' => "\\xc8\\xab\\xb1\\xe6\\xb5\\xbf", 'phone' => '010-0000-1234'),
      array('kind' => 'exam', 'course' => 'c', 'class' => 'c')); echo 'entered'; }
    catch (MoOtpUnavailable $failure) { echo $failure->getMessage(); }`;
  const run = (charset: string) =>
    execFileSync(
      'php',
      [
        '-d',
        'error_log=/dev/null',
        '-r',
        `putenv('X=1'); ${call.replace('$_SESSION', `mo_otp_settings(array('charset' => '${charset}')); $_SESSION`)}`,
      ],
      {
        encoding: 'utf8',
        env: {
          ...process.env,
          VERIFIER_URL: 'http://127.0.0.1:9/v1',
          SITE_SECRET: 'x',
          SITE_ORIGIN: 'http://site.test',
        },
      },
    );
  assert.match(run('UTF-8'), /^encoding: body\.learner\.name is not valid UTF-8; the charset setting is UTF-8$/);
  assert.match(run('EUC-KR'), /refused connection/, 'converted, and sent');
});

test('PHP: including the library does nothing', { skip: php.skip }, () => {
  const out = execFileSync(
    'php',
    ['-r', `require '${recipes}/php/mo-otp-gate.php'; echo session_status(), headers_list() ? 'x' : '';`],
    {
      encoding: 'utf8',
    },
  );
  assert.equal(out, '1');
});
