/** Runs after the build: writes the descriptions of the element for tools, editors and type checkers into dist/. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cssCustomData, htmlCustomData, webTypes } from './editors.mjs';
import { frameworks } from './frameworks.mjs';
import { manifest } from './manifest.mjs';

const described = await manifest();
const element = described.modules[0].declarations[0];
const json = (name, data) => writeFileSync(`dist/${name}.json`, `${JSON.stringify(data, null, 2)}\n`);
mkdirSync('dist', { recursive: true });
json('custom-elements', described);
json('vscode.html-custom-data', htmlCustomData(element));
json('vscode.css-custom-data', cssCustomData(element));
json('web-types', webTypes(element, JSON.parse(readFileSync('package.json', 'utf8'))));
for (const [name, types] of Object.entries(frameworks(element))) writeFileSync(`dist/types/${name}.d.ts`, types);
