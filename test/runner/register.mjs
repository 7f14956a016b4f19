/** `node --import ./test/runner/register.mjs file.ts` runs TypeScript from the compile cache: `tsx` without its start-up time. */
import { registerTypescript } from './typescript.mjs';

await registerTypescript();
