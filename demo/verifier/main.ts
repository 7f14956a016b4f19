/**
 * `npm run verifier`: starts the verifier with the settings of the environment. SIGINT and SIGTERM stop it gracefully.
 */
import { openVerifier } from './compose.js';
import { settingsFrom } from './settings.js';

try {
  const settings = settingsFrom(process.env);
  const verifier = await openVerifier(settings);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void verifier.close());
  console.log(
    `verifier: ${await verifier.server.listen({ host: settings.VERIFIER_HOST, port: settings.VERIFIER_PORT })}`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
