/** The build shortens members of the gate's own objects; a name that means something elsewhere must not be among them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { shortNames } from '../../.ci/short-names.mjs';
import * as contract from '../../widget/contract.js';
import { MoOtpGate } from '../../widget/mo-otp-gate.js';

const { domprops } = (await import(new URL('../../node_modules/terser/tools/domprops.js', import.meta.url).href)) as {
  domprops: string[];
};
const names = Object.keys(shortNames);
const short = Object.values(shortNames);

test('each short name is used once', () => assert.equal(new Set(short).size, short.length));

test('no shortened name is one of the DOM or of the element', () => {
  const known = new Set<string>([...domprops, ...Object.keys(MoOtpGate.properties), 'show', 'close', 'reset', 'phase']);
  assert.deepEqual(
    names.filter((name) => known.has(name)),
    [],
  );
});

test('no shortened name is on the wire', () => {
  const wire = Object.values(contract)
    .filter((value) => value instanceof z.ZodType)
    .map((schema) => JSON.stringify(z.toJSONSchema(schema)))
    .join();
  assert.match(wire, /"attemptsLeft":/);
  assert.deepEqual(
    names.filter((name) => wire.includes(`"${name}":`)),
    [],
  );
});
