/** The workflow runs the repository's checks on supported Node versions; issue forms have GitHub's required fields. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { read, root } from './texts.js';

interface Workflow {
  jobs: { run: { strategy: { matrix: { node: number[] } }; steps: { run?: string }[] } };
}
interface Form {
  name: string;
  description: string;
  body: { type: string; id?: string; attributes: { label?: string; value?: string; options?: unknown[] } }[];
}

test('the workflow runs .ci/run, from the oldest supported Node on', () => {
  const { run } = (parse(read('.github/workflows/ci.yml')) as Workflow).jobs;
  assert.ok(run.steps.some((step) => step.run === 'bash .ci/run'));
  const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
  assert.equal(Math.min(...run.strategy.matrix.node), Number(/\d+/.exec(engines.node)![0]));
});

test('issue forms have a name, a description, and labelled fields with ids', () => {
  const forms = readdirSync(join(root, '.github/ISSUE_TEMPLATE')).filter((file) => file !== 'config.yml');
  assert.ok(forms.length > 1);
  for (const file of forms) {
    const { name, description, body } = parse(read(`.github/ISSUE_TEMPLATE/${file}`)) as Form;
    assert.ok(name && description && body.length > 0, file);
    const fields = body.filter(({ type }) => type !== 'markdown');
    for (const { type, id, attributes } of fields) {
      assert.match(type, /^(textarea|input|dropdown|checkboxes)$/, file);
      assert.ok(id && attributes.label, file);
      if (type === 'dropdown' || type === 'checkboxes') assert.ok(attributes.options!.length > 0, file);
    }
    assert.equal(new Set(fields.map(({ id }) => id)).size, fields.length, file);
  }
});
