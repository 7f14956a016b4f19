import { openVerifier } from '../compose.js';
import { settingsFrom } from '../settings.js';

/** Starts the verifier with the settings of the environment. SIGINT and SIGTERM stop it gracefully. */
export async function start(): Promise<void> {
  const settings = settingsFrom(process.env);
  const verifier = await openVerifier(settings);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void verifier.close());
  const { VERIFIER_HOST: host, VERIFIER_PORT: port } = settings;
  // loopback only: the pages have no second factor
  const pages = await verifier.administrator?.listen({ host: '127.0.0.1', port: settings.ADMINISTRATOR_PORT! });
  if (pages) console.log(`administrator: ${pages}`);
  console.log(`verifier: ${await verifier.server.listen({ host, port })}`);
}
