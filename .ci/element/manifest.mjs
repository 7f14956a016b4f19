/** Derives custom-elements.json from the doc comments of the element's sources: public members only. */
import { cli } from '@custom-elements-manifest/analyzer/cli.js';

export async function manifest() {
  const { modules } = await cli({ argv: ['analyze', '--config', '.ci/element/cem.config.mjs'], noWrite: true });
  const { slots, cssParts, cssProperties, cssStates, events, members, attributes, ...element } = modules
    .flatMap(({ declarations }) => declarations)
    .find(({ tagName }) => tagName);
  // the analyzer also lists the line that dispatches all of them
  const listed = events.filter(({ name }) => name.startsWith('mo-otp-'));
  const open = members.filter(({ privacy, static: own }) => privacy !== 'private' && privacy !== 'protected' && !own);
  const declaration = { name: element.name, module: 'dist/index.js' };
  return {
    schemaVersion: '1.0.0',
    readme: 'README.md',
    modules: [
      {
        kind: 'javascript-module',
        path: 'dist/index.js',
        declarations: [
          { ...element, attributes, members: open, events: listed, slots, cssParts, cssProperties, cssStates },
        ],
        exports: [{ kind: 'js', name: element.name, declaration }],
      },
      {
        kind: 'javascript-module',
        path: 'dist/define.js',
        declarations: [],
        exports: [{ kind: 'custom-element-definition', name: element.tagName, declaration }],
      },
    ],
  };
}
