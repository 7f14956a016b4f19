/** What of the Java recipes needs a container: it compiles, and Spring's controller answers with a whole verifier. */
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hong, lesson, startVerifier, type SetClock, type TestVerifier } from '../support/verifier.js';
import { recipes, without } from './sites.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const skip = without('javac', '--version');
const library = ['MoOtpGate', 'Json'].map((name) => join(recipes, `java/${name}.java`));

let verifier: TestVerifier;
let folder: string;
beforeEach(async () => {
  verifier = await startVerifier();
  folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-recipes-'));
});
afterEach(async () => {
  await verifier.close();
  rmSync(folder, { recursive: true });
});

/** Spring's API as Debian has it (4.3), with Tomcat's servlet API; the recipe uses nothing that Spring 6 changed. */
const spring = [
  ...['web', 'core', 'beans'].map((part) => `/usr/share/java/spring3-${part}.jar`),
  '/usr/share/tomcat10/lib/servlet-api.jar',
];
const withoutSpring = spring.every((jar) => existsSync(jar)) ? false : "Spring's API is not on this machine";

test(
  'Spring: a lesson is verified, a token works once, another learner’s or a forged one not at all',
  { skip: skip || withoutSpring },
  async () => {
    const sources = [
      ...library,
      join(recipes, 'java/spring/GateController.java'),
      join(here, 'spring/CallController.java'),
    ];
    const options = [
      '-Xlint:all',
      '-Werror',
      '-parameters',
      '-encoding',
      'UTF-8',
      '-cp',
      spring.join(':'),
      '-d',
      folder,
    ];
    execFileSync('javac', [...options, ...sources], { stdio: 'pipe' });
    const env = { ...process.env, VERIFIER_URL: verifier.url, SITE_SECRET: verifier.siteSecret };
    // asynchronous, because the verifier that answers lives in this process
    const call = async (name: string, ...values: unknown[]) =>
      JSON.parse(
        (
          await promisify(execFile)(
            'java',
            ['-cp', [folder, ...spring].join(':'), 'CallController', name, JSON.stringify(values)],
            { env },
          )
        ).stdout,
      );
    const ninth = lesson(9);
    const phone = await verifier.registerDevice();
    assert.equal(await call('may_enter', hong, ninth), false);
    const { required, session } = (await call('open', hong, ninth)) as { required: boolean; session: string };
    assert.equal(required, true);
    const { id } = await verifier.challenge(session);
    (verifier.clock as SetClock).advance(60_000);
    const verdict = await verifier.verify(id, phone.codeAt(verifier.clock.now()));
    assert.ok(verdict.status === 'verified');
    assert.equal(await call('redeem', 'forged', hong, ninth), 403);
    assert.equal(await call('redeem', verdict.token, hong, ninth), 204);
    assert.equal(await call('redeem', verdict.token, hong, ninth), 403, 'twice');
    assert.equal(await call('may_enter', hong, ninth), true);
  },
);

test('the JSP compiles but for its container', { skip }, () => {
  const page = readFileSync(join(recipes, 'java/jsp/gate.jsp'), 'utf8');
  const entry = readFileSync(join(recipes, 'java/jsp/entry.jspf'), 'utf8');
  const scriptlets = (text: string) =>
    [...text.replace(/<%--[^]*?--%>/g, '').matchAll(/<%(?![@-])([^]*?)%>/g)].map(([, code]) => code);
  const code = [...scriptlets(entry), ...scriptlets(page)].join('\n');
  const stub = `
    interface Session { Object getAttribute(String name); void setAttribute(String name, Object value); }
    interface Response { void setHeader(String name, String value); void setStatus(int status); }
    interface Request {
      String getRequestURI(); String getContextPath(); String getMethod(); String getContentType();
      java.io.Reader getReader() throws java.io.IOException;
    }`;
  const container = 'Session session, Request request, Response response, java.io.PrintWriter out';
  const file = join(folder, 'Page.java');
  writeFileSync(
    file,
    `import java.util.*;\n${stub}\nclass Page { void serve(${container}) throws Exception {\n${code}}}`,
  );
  const { status, stderr } = spawnSync('javac', ['-encoding', 'UTF-8', '-d', folder, file, ...library], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
});
