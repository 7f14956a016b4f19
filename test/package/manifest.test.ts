/** custom-elements.json lists exactly the element's public members, compared with the class and its sources. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { MoOtpGate } from 'mo-otp-gate';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const json = (file: string) => JSON.parse(read(file));
interface Named {
  name: string;
  description?: string;
}
type Listed = Record<'attributes' | 'events' | 'slots' | 'cssParts' | 'cssProperties' | 'cssStates', Named[]> & {
  members: (Named & { kind: string; readonly?: boolean })[];
};
const element = json('dist/custom-elements.json').modules[0].declarations[0] as Listed;

const names = (list: Named[]) => list.map(({ name }) => name).sort();
const found = (text: string, pattern: RegExp) =>
  [...new Set([...text.matchAll(pattern)].map(([, name]) => name!))].sort();
const sources = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(join(folder, file)))
    .join('\n');
const templates = ['widget/views', 'widget/methods'].map(sources).join('\n') + read('widget/mo-otp-gate.ts');

test('attributes are those that the element observes', () =>
  assert.deepEqual(names(element.attributes), [...MoOtpGate.observedAttributes].sort()));

test('members are the properties, the phase and the three methods', () => {
  const fields = element.members.filter(({ kind }) => kind === 'field');
  assert.deepEqual(names(fields), [...Object.keys(MoOtpGate.properties), 'phase'].sort());
  assert.deepEqual(names(fields.filter(({ readonly }) => readonly)), ['phase']);
  assert.deepEqual(names(element.members.filter(({ kind }) => kind === 'method')), ['close', 'reset', 'show']);
});

test('events are those of its event map', () =>
  assert.deepEqual(names(element.events), found(read('widget/events.ts'), /'(mo-otp-[a-z]+)':/g)));
test('slots are those of its templates', () =>
  assert.deepEqual(names(element.slots), found(templates, /<slot name="([a-z]+)"/g)));
test('parts are those of its templates', () =>
  assert.deepEqual(names(element.cssParts), found(templates, /<[^>]*? part="([a-z-]+)"/g)));
test('custom properties are those of its styles', () =>
  assert.deepEqual(names(element.cssProperties), found(sources('widget'), /var\((--mo-otp-[a-z-]+)/g)));
test('states are the phases', () =>
  assert.deepEqual(
    names(element.cssStates),
    found(/## Events[^]*?`gate\.phase`([^]*?);\s+in\s+CSS/.exec(read('README.md'))![1]!, /`([a-z]+)`/g),
  ));

test('every listed item has a description', () => {
  for (const list of Object.values(element).filter(Array.isArray) as Named[][])
    for (const { name, description } of list) assert.ok(description, name);
});

test('the data for editors lists the same items', () => {
  const { attributes, js, css, slots } = json('dist/web-types.json').contributions.html.elements[0];
  assert.deepEqual(
    [attributes, js.events, css.properties, css.parts, slots].map(names),
    [element.attributes, element.events, element.cssProperties, element.cssParts, element.slots].map(names),
  );
  assert.deepEqual(names(json('dist/vscode.html-custom-data.json').tags[0].attributes), names(element.attributes));
  assert.deepEqual(names(json('dist/vscode.css-custom-data.json').properties), names(element.cssProperties));
});
