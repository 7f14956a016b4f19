/**
 * better-auth with its two-factor plugin in its own process, on the same database library and with the same
 * durability. Creates `count` accounts with an authenticator each and prints its address and, for each account, the
 * data for a sign-in and a step-up.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { twoFactor } from 'better-auth/plugins';
import { SqliteDialect } from 'kysely';
import Database from 'libsql';
import { generateSync } from 'otplib';

const count = Number(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-step-up-'));
const database = new Database(join(folder, 'auth.db'));
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
const origin = 'http://127.0.0.1';

const options = {
  baseURL: origin,
  secret: 'only for this bench, on this machine',
  database: { dialect: new SqliteDialect({ database }), type: 'sqlite' },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { level: 'error' },
  // creating accounts is not measured
  emailAndPassword: {
    enabled: true,
    password: { hash: async (password) => password, verify: async ({ hash, password }) => hash === password },
  },
  plugins: [twoFactor({ totpOptions: { period: 60 } })],
};
await (await getMigrations(options)).runMigrations();
const auth = betterAuth(options);

async function post(path, body, cookie = '') {
  const reply = await auth.handler(
    new Request(`${origin}/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, cookie },
      body: JSON.stringify(body),
    }),
  );
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  const cookies = reply.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .filter((pair) => !pair.endsWith('='));
  return { body: await reply.json(), cookie: cookies.join('; ') };
}

const password = 'a long enough password';
const people = [];
for (let i = 0; i < count; i++) {
  const email = `learner-${i}@bench.example`;
  const signedUp = await post('/sign-up/email', { email, password, name: '홍길동' });
  const enabled = await post('/two-factor/enable', { password }, signedUp.cookie);
  const secret = new URL(enabled.body.totpURI).searchParams.get('secret');
  const code = generateSync({ secret, period: 60, digits: 6 });
  const { cookie: stepUp } = await post('/two-factor/verify-totp', { code }, signedUp.cookie);
  const { cookie: signIn } = await post('/sign-in/email', { email, password });
  people.push({ secret, signIn, stepUp });
}

const server = createServer(toNodeHandler(auth));
server.listen(0, '127.0.0.1', () =>
  console.log(
    JSON.stringify({ url: `${origin}:${server.address().port}/api/auth/two-factor/verify-totp`, origin, people }),
  ),
);
process.once('SIGTERM', () => {
  server.close();
  database.close();
  rmSync(folder, { recursive: true });
});
