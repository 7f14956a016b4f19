/** What can fail between site and verifier: the learner gets one sentence, the site's log one that names the cause. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { startVerifier } from '../support/verifier.js';
import { passOn } from './front.js';
import { sharedSite } from './shared-site.js';
import { recipes, sites, startSite, Visitor, without, type Recipe, type RunningSite } from './sites.js';
import { openTlsServer } from './tls-server.js';

const settings = { GATE_ASSETS: 'http://127.0.0.1:9', TIMEOUT: '1' };
const env = { ...settings, SITE_SECRET: 'secret-of-a-test' };
const { siteOf } = sharedSite(() => settings);

const problem =
  (status: number, body: object): RequestListener =>
  (_request, reply) =>
    reply
      .writeHead(status, { 'content-type': 'application/problem+json', 'x-request-id': 'request-of-a-test' })
      .end(JSON.stringify(body));

/** What replies at VERIFIER_URL, if anything, and the cause in the log. */
const failures: Record<string, { reply: RequestListener | undefined; cause: RegExp }> = {
  'nothing listens there': { reply: undefined, cause: /refused connection/ },
  'it never replies': { reply: () => {}, cause: /time-out after 1 s/ },
  'a proxy replies with HTML': {
    reply: (_request, reply) => reply.writeHead(502).end('<h1>Bad Gateway</h1>'),
    cause: /\/sessions replied 502 no problem code/,
  },
  'it replies 200 with something else': {
    reply: (_request, reply) => reply.writeHead(200, { 'x-request-id': 'request-of-a-test' }).end('<h1>Hello</h1>'),
    cause: /\/sessions replied 200 with.* \(request request-of-a-test\)/,
  },
  'it replies 200 with other JSON': {
    reply: (_request, reply) => reply.end('{"required":"yes"}'),
    cause: /\/sessions replied 200 without required/,
  },
  'it redirects': {
    reply: (_request, reply) => reply.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    cause: /302|redirect/,
  },
  'it refuses a member': {
    reply: problem(400, { code: 'bad-request', detail: 'learner.phone: must be a Korean mobile number' }),
    cause: /replied 400 bad-request: learner.phone: must be a Korean mobile number \(request request-of-a-test\)/,
  },
  'the origin is not registered': {
    reply: problem(403, { code: 'forbidden-origin', title: 'The origin is not registered for this site' }),
    cause: /replied 403 forbidden-origin: The origin is not registered .*SITE_ORIGIN.*request-of-a-test/,
  },
  'the version is missing in the address': {
    reply: problem(404, { code: 'not-found', title: 'Not found' }),
    cause: /replied 404 not-found: Not found \(does VERIFIER_URL end with its version, \/v1\?\)/,
  },
  'it is switched off': {
    reply: problem(503, { code: 'maintenance', title: 'Switched off', detail: 'until\n12:00\r\nmo-otp-gate: forged' }),
    cause: /replied 503 maintenance: until 12:00 mo-otp-gate: forged \(request request-of-a-test\)$/,
  },
};

async function assertOneSentence(site: Pick<RunningSite, 'origin' | 'log' | 'logged'>, cause: RegExp) {
  const from = site.log().length;
  const visitor = new Visitor(site.origin);
  await visitor.logIn('kim');
  const page = await visitor.request('/exam');
  assert.equal(page.status, 503);
  assert.match(page.text, /href="\/exam">/, 'offers to try again');
  assert.equal((await visitor.request('/gate/exam')).status, 503);
  assert.equal((await visitor.postToken('/exam', 'token-of-a-test')).status, 503);
  assert.equal((await visitor.request('/lesson/2')).status, 503, 'closed by default');
  const log = await site.logged(/(mo-otp-gate: [^]*\n[^]*){4}/, from);
  const lines = log.split('\n').filter((line) => line.includes('mo-otp-gate: '));
  assert.equal(lines.length, 4, log);
  for (const line of lines) assert.match(line, line.includes('/siteverify') ? /mo-otp-gate: / : cause);
  assert.doesNotMatch(log, /김하나|0000-?1234|token-of-a-test|secret-of-a-test/);
  assert.doesNotMatch(page.text, /curl|DNS|TLS|secret/);
}

for (const [name, recipe] of Object.entries(sites)) {
  const story = (title: string, tell: () => Promise<void>, skip: string | false = false) =>
    test(`${name}: ${title}`, { skip: recipe.skip || skip, timeout: 60_000 }, tell);

  for (const [failure, { reply, cause }] of Object.entries(failures))
    story(failure, async () => {
      const site = await siteOf(recipe);
      await site.front.become(reply);
      await assertOneSentence(site, cause);
    });

  story('the secret is wrong', async () => {
    const verifier = await startVerifier();
    try {
      const site = await siteOf(recipe);
      await site.front.become(passOn(verifier.url));
      await assertOneSentence(site, /replied 401 unknown-session: .*SITE_SECRET.* \(request [\w-]+\)/);
    } finally {
      await verifier.close();
    }
  });

  // the same library under another framework or setting
  if (['Fastify', 'PHP in EUC-KR', 'JSP on Tomcat'].includes(name)) continue;

  story('the name is unknown', async () => {
    const site = await startSite(recipe, { ...env, VERIFIER_URL: 'http://no-such-host.invalid/v1' });
    await assertOneSentence(site, /DNS: the name/).finally(site.stop);
  });

  story('the address is none', async () => {
    const site = await startSite(recipe, { ...env, VERIFIER_URL: 'otp.example/v1' });
    await assertOneSentence(site, /VERIFIER_URL is no address/).finally(site.stop);
  });

  story(
    'TLS: the certificate is not trusted, then the version is too old',
    async () => {
      const server = await openTlsServer();
      const site = await startSite(recipe, { ...env, VERIFIER_URL: server.url });
      try {
        await assertOneSentence(site, /TLS: the certificate is not trusted/);
        server.agesTo11();
        await assertOneSentence(site, /TLS: no common version/);
      } finally {
        await site.stop();
        await server.close();
      }
    },
    without('openssl', 'version'),
  );
}

const php = sites['PHP']!;
const phpWith = (...options: string[]): Recipe => ({
  ...php,
  command: (port) => ['php', ...options, '-S', `127.0.0.1:${port}`, join(recipes, 'php/site.php')],
});

for (const [name, ...options] of [
  ['PHP', '-d', 'curl.cainfo=/no/such/bundle.pem'],
  ['PHP without curl', '-d', 'openssl.cafile=/no/such/bundle.pem', '-d', 'disable_functions=curl_init'],
] as const)
  test(`${name}: the CA bundle is missing`, { skip: php.skip || without('openssl', 'version') }, async () => {
    const server = await openTlsServer();
    const site = await startSite(phpWith(...options), { ...env, VERIFIER_URL: server.url });
    try {
      await assertOneSentence(site, /TLS: the CA bundle cannot be read/);
    } finally {
      await site.stop();
      await server.close();
    }
  });

test('PHP: neither curl nor allow_url_fopen', { skip: php.skip }, async () => {
  const recipe = phpWith('-d', 'allow_url_fopen=0', '-d', 'disable_functions=curl_init');
  const site = await startSite(recipe, { ...env, VERIFIER_URL: 'http://127.0.0.1:9/v1' });
  await assertOneSentence(site, /allow_url_fopen: enable one of them/).finally(site.stop);
});

/** What the library says of a name in a charset, where nothing listens at VERIFIER_URL. */
function causeOf(charset: string, name: string, begin = 'session_start();'): string {
  const code = `
    require '${recipes}/php/mo-otp-gate.php';
    mo_otp_settings(array('charset' => '${charset}'));
    ${begin}
    try {
      mo_otp_may_enter(array('ref' => 'r', 'name' => "${name}", 'phone' => '010-0000-1234'),
        array('kind' => 'exam', 'course' => 'c', 'class' => 'c'));
      echo 'entered';
    } catch (MoOtpUnavailable $failure) { echo $failure->getMessage(); }
    if (session_id()) session_destroy();`;
  const secrets = { VERIFIER_URL: 'http://127.0.0.1:9/v1', SITE_SECRET: 'x', SITE_ORIGIN: 'http://site.test' };
  return execFileSync('php', ['-d', 'error_log=/dev/null', '-r', code], {
    encoding: 'utf8',
    env: { ...process.env, ...secrets },
  });
}

/** 홍길동. */
const inEucKr = '\\xc8\\xab\\xb1\\xe6\\xb5\\xbf';

test('PHP: a name in another charset than the setting says gets the encoding as the cause', { skip: php.skip }, () => {
  assert.match(
    causeOf('UTF-8', inEucKr),
    /^encoding: body\.learner\.name is not valid UTF-8; the charset setting is UTF-8$/,
  );
  assert.match(
    causeOf('EUC-KR', '홍길동'),
    /^encoding: body\.learner\.name is in UTF-8; the charset setting is EUC-KR$/,
  );
  assert.match(causeOf('EUC-KR', '\\xff\\xff'), /^encoding: body\.learner\.name is not valid CP949/);
});

test('PHP: a page without a session gets that as the cause', { skip: php.skip }, () => {
  assert.match(causeOf('UTF-8', '홍길동', ''), /^session: session_start\(\) was not called/);
});

test('PHP: a name in the charset of the setting is converted and sent', { skip: php.skip }, () => {
  // 홍호철: in EUC-KR its bytes happen to be valid UTF-8 of something else
  for (const name of [inEucKr, '\\xc8\\xab\\xc8\\xa3\\xc3\\xb6'])
    assert.match(causeOf('EUC-KR', name), /refused connection/);
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
