import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const read = (file: string) => readFileSync(join(root, file), 'utf8');

const ignored = ['node_modules', 'dist', '.git', 'data'];
const markdownIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ignored.includes(entry.name) ? [] : markdownIn(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });

/** Every Markdown file of the repository, by its path from the root. */
export const texts = markdownIn('.').map((path) => ({ path, text: read(path) }));

/** The text of one Markdown file, by its path from the root. */
export const page = (path: string) => texts.find((one) => one.path === path)!.text;

/** The fenced blocks of one language. */
export const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp('^```' + language + '\\n([^]*?)^```', 'gm'))].map(([, code]) => code!);

/** The text without fenced blocks. */
export const withoutBlocks = (text: string) => text.replace(/^(```+)[^]*?^\1/gm, '');

/** The words in `code` outside fenced blocks. */
export const inlineCode = (text: string) => [...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);

/** Link targets: `[words](target)`, `![words](target)` and `[words]: target`. */
export const targets = (text: string) =>
  [
    ...withoutBlocks(text)
      .replace(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)/gm),
  ].map(([, inline, listed]) => (inline ?? listed)!);
