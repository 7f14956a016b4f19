/** `node --import ./test/runner/register.mjs file.ts` runs TypeScript from the compile cache. */
import { registerTypescript } from './typescript.mjs';

await registerTypescript();
