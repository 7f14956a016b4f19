/** `npm start`: runs the whole demo on three ports until it is interrupted. */
import { fileURLToPath } from 'node:url';
import { openDemo } from './demo.js';

const { SITE_PORT = '4173', VERIFIER_PORT = '4174', PHONE_PORT = '4175' } = process.env;

try {
  const demo = await openDemo({
    ports: { site: Number(SITE_PORT), verifier: Number(VERIFIER_PORT), phone: Number(PHONE_PORT) },
    folder: fileURLToPath(new URL('data', import.meta.url)),
    settings: process.env,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void demo.close());
  console.log(
    [
      `training site  ${demo.site}`,
      `verifier       ${demo.verifier}`,
      `phone app      ${demo.phone}`,
      `operator page  ${demo.operator.page}`,
      `  its secret   ${demo.operator.secret}`,
      'ready',
    ].join('\n'),
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error('The demo did not start. Is a port taken? SITE_PORT, VERIFIER_PORT and PHONE_PORT choose others.');
  process.exitCode = 1;
}
