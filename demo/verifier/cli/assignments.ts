import { readFileSync } from 'node:fs';

type Node = Record<string, unknown>;

/**
 * A copy of `settings` with assignments such as `help.phone=02-000-0000`. A value is JSON, or text if it is not; `@file`
 * is the text of a file, so that a secret stays out of the shell's history; nothing removes the setting.
 * @throws with a sentence for anything else
 */
export function assigned(settings: unknown, assignments: readonly string[]): unknown {
  const copy = structuredClone(settings) as Node;
  for (const assignment of assignments) {
    const [, path, text] = /^([A-Za-z]+(?:\.[A-Za-z-]+)*)=(.*)$/s.exec(assignment) ?? [];
    if (path === undefined || text === undefined)
      throw new Error(`${assignment.split('=')[0]} is no <setting>=<value>.`);
    const names = path.split('.');
    const last = names.pop()!;
    const parent = names.reduce<Node>((node, name) => {
      const child = node[name];
      return (node[name] = typeof child === 'object' && child !== null ? child : {}) as Node;
    }, copy);
    if (text === '') delete parent[last];
    else parent[last] = valueOf(text);
  }
  return copy;
}

function valueOf(text: string): unknown {
  if (text.startsWith('@')) return readFileSync(text.slice(1), 'utf8').trim();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
