import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problems } from 'mo-otp-gate/contract';
import { startVerifier } from '../support/verifier.js';

test('the verifier serves its OpenAPI document with the base address of its calls', async (t) => {
  const { url, close } = await startVerifier();
  t.after(close);
  const reply = await fetch(`${url}/openapi.json`);
  assert.match(reply.headers.get('content-type') ?? '', /^application\/json/);
  const { openapi, servers, paths } = (await reply.json()) as {
    openapi: string;
    servers: [{ url: string }];
    paths: Record<string, Record<string, { responses: Record<string, { description: string }> }>>;
  };
  assert.match(openapi, /^3\.1\./);

  // each documented call gets a reply, and refusals have the statuses of their codes
  for (const [path, methods] of Object.entries(paths))
    for (const [method, { responses }] of Object.entries(methods)) {
      const answer = await fetch(new URL(servers[0].url + path, url), { method: method.toUpperCase() });
      assert(String(answer.status) in responses, `${method} ${path} answers ${answer.status}`);
      for (const [status, { description }] of Object.entries(responses))
        if (!status.startsWith('2')) assert.equal(String(problems[description as keyof typeof problems]), status);
    }
});
