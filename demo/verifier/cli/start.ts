import { createInterface } from 'node:readline/promises';
import { openVerifier } from '../compose.js';
import { EmptyDatabase } from '../crypto/vault-of-settings.js';
import { settingsFrom, type Settings } from '../settings.js';
import { findingLines, productionFaults } from './production.js';

/**
 * Starts the verifier with the settings of the environment, and lists what they lack for production. SIGTERM
 * drains it, SIGINT stops it at once, both without cutting off a request. `newDatabase` confirms an empty database beside an older master key.
 */
export async function start({ newDatabase = false }: { newDatabase?: boolean }): Promise<void> {
  const settings = settingsFrom(process.env);
  const verifier = await openConfirmed(settings, newDatabase);
  process.once('SIGTERM', () => void verifier.drain());
  process.once('SIGINT', () => void verifier.close());
  const { VERIFIER_HOST: host, VERIFIER_PORT: port, LOG_LEVEL } = settings;
  // loopback only: the pages have no second factor
  const pages = await verifier.administrator?.listen({ host: '127.0.0.1', port: settings.ADMINISTRATOR_PORT! });
  if (pages) console.log(`administrator: ${pages}`);
  console.log(`verifier: ${await verifier.server.listen({ host, port })}`);
  const lacks = productionFaults(settings);
  if (lacks.length > 0 && !['silent', 'fatal', 'error'].includes(LOG_LEVEL))
    console.error(['Not for production yet, see also mo-otp-verifier doctor:', ...findingLines(lacks)].join('\n'));
}

/** Opens the verifier; a person at a terminal is asked about an empty database. */
async function openConfirmed(settings: Settings, mayStartNew: boolean) {
  try {
    return await openVerifier(settings, { mayStartNew });
  } catch (error) {
    if (!(error instanceof EmptyDatabase) || !process.stdin.isTTY) throw error;
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question(`${error.message}\nBegin with an empty database? [y/N] `);
    terminal.close();
    if (!/^y(es)?$/i.test(answer.trim())) throw error;
    return openVerifier(settings, { mayStartNew: true });
  }
}
