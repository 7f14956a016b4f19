import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPhone } from './phone/server.js';
import { createSite } from './site/site.js';
import { openVerifier } from './verifier/compose.js';
import { settingsFrom } from './verifier/settings.js';

export interface DemoOptions {
  ports: { site: number; verifier: number; phone: number };
  /** Databases, keys and secrets: the state that survives a restart. */
  folder: string;
  /** Epoch milliseconds. */
  clock?: { now(): number };
  /** Further environment settings of the verifier. */
  settings?: Record<string, string | undefined>;
}

const dist = fileURLToPath(new URL('../dist', import.meta.url));

/** Starts training site, verifier and phone app on three origins. Resolves when all of them listen. */
export async function openDemo({ ports, folder, clock = Date, settings = {} }: DemoOptions) {
  const site = `http://localhost:${ports.site}`;
  const verifier = `http://localhost:${ports.verifier}/v1`;
  const phone = `http://localhost:${ports.phone}`;
  const secrets = openSecrets(folder);

  const running = await openVerifier(
    settingsFrom({
      HELP_PHONE: '02-0000-0000',
      HELP_GUIDE: `${phone}/`,
      APP_WEB: `${phone}/`,
      LOG_LEVEL: 'error',
      TEST_MODE: 'true',
      IDENTITY_PROVIDER: 'sandbox',
      ...settings,
      VERIFIER_PORT: String(ports.verifier),
      PUBLIC_URL: verifier,
      DATA_DIR: folder,
      PHONE_ORIGINS: phone,
      SMS_WEBHOOK_URL: `${phone}/sms`,
      SMS_WEBHOOK_SECRET: secrets.sms,
    }),
    { clock },
  );
  await running.registerSite({ id: 'demo', name: '여울원격훈련원', origins: [site] }, secrets.site);
  await running.registerOperator({ site: 'demo', name: '체험 운영자' }, secrets.operator);
  const servers = {
    verifier: running.server,
    site: createSite({ verifier, secret: secrets.site, gateAssets: dist, clock, cookieSecret: secrets.cookie, folder }),
    phone: createPhone({ verifier, smsSecret: secrets.sms, clock }),
  };
  const close = () => Promise.all([running.close(), servers.site.close(), servers.phone.close()]);
  try {
    await Promise.all(
      (['verifier', 'site', 'phone'] as const).map((name) =>
        servers[name].listen({ host: 'localhost', port: ports[name] }),
      ),
    );
  } catch (error) {
    await close();
    throw error;
  }
  return { site, verifier, phone, operator: { page: `${verifier}/operator`, secret: secrets.operator }, close };
}

const secretNames = ['site', 'cookie', 'sms', 'operator'] as const;

/** Loads the demo's secrets; missing ones are generated and saved. */
function openSecrets(folder: string): Record<(typeof secretNames)[number], string> {
  const file = join(folder, 'secrets.json');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const saved = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
  const secrets = Object.fromEntries(secretNames.map((name) => [name, saved[name] ?? randomBytes(32).toString('hex')]));
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets as ReturnType<typeof openSecrets>;
}
