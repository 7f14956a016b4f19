/**
 * Node's module hooks for TypeScript. They work in Node's own thread (`registerHooks`) and in the thread of `register`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { javascriptOf, root } from './compile.mjs';

/** The project's own packages, as tsconfig.json maps them. */
const packages = Object.fromEntries(
  Object.entries(JSON.parse(readFileSync(`${root}tsconfig.json`, 'utf8')).compilerOptions.paths).map(
    ([name, [file]]) => [name, new URL(file, pathToFileURL(root)).href],
  ),
);
const isRelative = (specifier) => /^(\.{0,2}\/|file:)/.test(specifier);
/** Replaces modules by others: `node:test` in the worker. */
let replaced = {};

export function initialize(replacements = {}) {
  replaced = replacements;
}

export function resolve(specifier, context, next) {
  const replacement = replaced[specifier];
  if (replacement !== undefined && context.parentURL !== replacement) return { url: replacement, shortCircuit: true };
  const own = packages[specifier];
  if (own !== undefined) return { url: own, shortCircuit: true };
  if (isRelative(specifier) && specifier.endsWith('.js')) {
    const source = new URL(specifier.replace(/js$/, 'ts'), context.parentURL);
    if (source.protocol === 'file:' && existsSync(source)) return { url: source.href, shortCircuit: true };
  }
  return next(specifier, context);
}

export function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  return { format: 'module', source: javascriptOf(fileURLToPath(url)), shortCircuit: true };
}
