/**
 * Download sizes: raw, gzip -9 and brotli -11 bytes of each file. Fails above a budget, when server code is in a file,
 * and when the loader, a classic script, is not pure ASCII. `--why` adds the gate's bytes by module.
 */
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { why } from './size-why.mjs';

const budgets = { 'dist/mo-otp-gate.js': 13_100, 'dist/loader.js': 760 }; // bytes, brotli
const forbidden = ['otplib', 'zod', 'node:'];

let bad = false;
const say = (line) => {
  bad = true;
  console.log(`  ${line}`);
};
for (const [file, budget] of Object.entries(budgets)) {
  const source = readFileSync(file);
  const brotli = brotliCompressSync(source, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  console.log(
    `${file}: raw ${source.length}, gzip ${gzipSync(source, { level: 9 }).length}, brotli ${brotli} of ${budget} bytes`,
  );
  if (brotli > budget) say(`is ${brotli - budget} bytes above its budget`);
  for (const word of forbidden) if (source.includes(word)) say(`holds "${word}"`);
  if (file === 'dist/loader.js' && source.some((byte) => byte > 127)) say('is not pure ASCII');
}
if (process.argv.includes('--why')) why('dist/mo-otp-gate.js');
process.exitCode = bad ? 1 : 0;
