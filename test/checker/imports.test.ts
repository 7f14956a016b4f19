import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../demo/checker', import.meta.url));
/** The rules for comparing names and numbers, which are part of the contract and not of our verifier. */
const rules = fileURLToPath(new URL('../../demo/identity', import.meta.url));

test('the checker imports only the contract, the rules for names and numbers and libraries, no verifier', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  assert(files.length > 10);
  for (const file of files)
    for (const [, from] of readFileSync(join(folder, file), 'utf8').matchAll(
      /^(?:import|export)\s(?:[^'";]*?\sfrom\s)?'([^']+)'/gm,
    )) {
      if (from!.startsWith('.'))
        assert(
          [folder, rules].some((own) => join(folder, dirname(file), from!).startsWith(`${own}/`)),
          `${file} imports ${from}`,
        );
      else
        assert(
          ['mo-otp-gate/contract', 'jose', 'otplib', 'zod'].includes(from!) || from!.startsWith('node:'),
          `${file} imports ${from}`,
        );
    }
});
