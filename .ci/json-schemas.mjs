/** Runs after the build: writes the contract's schemas as JSON Schema 2020-12 into dist/schema/. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The schemas by name. `io: 'input'`, because a schema accepts and ignores members that it does not name. */
export const jsonSchemas = (contract) =>
  Object.fromEntries(
    Object.entries(contract)
      .filter(([, schema]) => schema instanceof z.ZodType)
      .map(([name, schema]) => [name, { title: name, ...z.toJSONSchema(schema, { io: 'input' }) }]),
  );

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const schemas = jsonSchemas(await import('../dist/contract.js'));
  mkdirSync('dist/schema', { recursive: true });
  for (const [name, schema] of Object.entries(schemas))
    writeFileSync(`dist/schema/${name}.json`, `${JSON.stringify(schema, null, 2)}\n`);
}
