import { isPublic, type Settings } from '../settings.js';

/** Something that a verifier for learners needs: an `error` makes `doctor` fail, a `warning` does not. */
export interface Finding {
  level: 'error' | 'warning';
  /** The setting, or the part of the installation. */
  about: string;
  fault: string;
  remedy: string;
}

/** What the settings lack for production. */
export function productionFaults(settings: Settings): Finding[] {
  const found: Finding[] = [];
  const add = (level: Finding['level'], about: string, fault: string, remedy: string) =>
    found.push({ level, about, fault, remedy });
  const { PUBLIC_URL, MOTP_AUTHORITY, IDENTITY_PROVIDER } = settings;
  if (PUBLIC_URL === undefined)
    add('error', 'PUBLIC_URL', 'is not set, so only this machine is served', 'set it to https://…/v1');
  else if (!PUBLIC_URL.startsWith('https:'))
    add(
      'error',
      'PUBLIC_URL',
      'is not https, so codes and tokens can be read on the way',
      'put a proxy with TLS before it',
    );
  if (settings.TEST_MODE) add('error', 'TEST_MODE', 'lets anyone pass', 'remove it');
  if (IDENTITY_PROVIDER === 'sandbox')
    add('error', 'IDENTITY_PROVIDER', 'is the sandbox, which accepts any identity', 'set portone or nice');
  if (IDENTITY_PROVIDER === 'none')
    add(
      'warning',
      'IDENTITY_PROVIDER',
      'is not set: there are no phone checks, and a locked learner cannot unlock',
      'set portone or nice, or state it for each site',
    );
  if (MOTP_AUTHORITY === 'hrd-korea-sandbox')
    add('error', 'MOTP_AUTHORITY', 'is a simulation of HRD Korea', 'set devices or hrd-korea');
  if (MOTP_AUTHORITY !== 'hrd-korea') {
    if (settings.SMS_WEBHOOK_URL === undefined)
      add('error', 'SMS_WEBHOOK_URL', 'is not set, so no phone app can be registered', 'name the text message service');
    if (settings.PHONE_ORIGINS.length === 0)
      add('error', 'PHONE_ORIGINS', 'is empty, so no phone app can be registered', 'name the origin of the phone app');
  }
  if (settings.MASTER_KEY === undefined)
    add(
      'warning',
      'MASTER_KEY',
      `is not set: the key is a file in DATA_DIR${settings.DATABASE_URL ? ', which other machines do not have' : ''}`,
      'set it, or back up the file apart from the database',
    );
  if (isPublic(settings) && settings.TRUST_PROXY.length === 0)
    add(
      'warning',
      'TRUST_PROXY',
      'is empty: behind a proxy all learners share its address and its limit of requests',
      'name the address of the proxy',
    );
  if (settings.METRICS_TOKEN === undefined)
    add('warning', 'METRICS_TOKEN', 'is not set, so there are no metrics', 'set it, and let Prometheus fetch /metrics');
  if (settings.HELP_PHONE === undefined)
    add(
      'warning',
      'HELP_PHONE',
      'is not set, so a learner in trouble sees no number',
      'set it, or state it for each site',
    );
  if (settings.EVIDENCE_DAYS < 3 * 365)
    add('warning', 'EVIDENCE_DAYS', 'is below three years, as long as training records are kept', 'raise it');
  return found;
}

/** One line for each finding. */
export const findingLines = (findings: readonly Finding[]): string[] =>
  findings.map(({ level, about, fault, remedy }) => `  ${level === 'error' ? '✗' : '!'} ${about} ${fault}: ${remedy}.`);
