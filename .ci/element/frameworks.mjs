/**
 * Declares the tag for the templates of frameworks: `import type {} from 'mo-otp-gate/react'` (vue, svelte, solid). The
 * manifest lists the members, the class has their types. Names begin with Gate, because inside a framework's module its
 * own names take precedence.
 */
const list = (names, indent) => names.map((name) => `\n${indent}${name};`).join('');
const pascal = (name) => name.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase());

export function frameworks({ tagName, attributes, events }) {
  const properties = attributes.map(({ fieldName }) => `'${fieldName}'`).join(' | ');
  const attributeOnly = attributes
    .filter(({ name, fieldName }) => name !== fieldName)
    .map(({ name, fieldName }) => `'${name}'?: MoOtpGate['${fieldName}'] | undefined`);
  const handlers = (name, indent) =>
    list(
      events.map((event) => `'${name(event.name)}'?: (event: MoOtpGateEventMap['${event.name}']) => void`),
      indent,
    );
  const file = (more, body) => `import type { MoOtpGate, MoOtpGateEventMap } from './index.js';\n${more}
type GateProperties = { [Name in ${properties}]?: MoOtpGate[Name] | undefined };
interface GateAttributes extends GateProperties {${list(attributeOnly, '  ')}
}
${body}`;
  const tag = (
    module,
    namespace,
    map,
    base,
    name,
  ) => `declare module '${module}' {${namespace && `\n  namespace ${namespace} {`}
    interface ${map} {
      '${tagName}': Omit<${base}, keyof GateAttributes> & GateAttributes & {${handlers(name, '        ')}
      };
    }${namespace && '\n  }'}
}
`;
  return {
    react: file(
      "import type { DetailedHTMLProps, HTMLAttributes } from 'react';",
      tag(
        'react',
        'JSX',
        'IntrinsicElements',
        'DetailedHTMLProps<HTMLAttributes<MoOtpGate>, MoOtpGate>',
        (event) => `on${event}`,
      ),
    ),
    solid: file(
      "import type { JSX } from 'solid-js';",
      tag('solid-js', 'JSX', 'IntrinsicElements', 'JSX.HTMLAttributes<MoOtpGate>', (event) => `on:${event}`),
    ),
    svelte: file(
      "import type { HTMLAttributes } from 'svelte/elements';",
      tag('svelte/elements', '', 'SvelteHTMLElements', 'HTMLAttributes<MoOtpGate>', (event) => `on${event}`),
    ),
    vue: file(
      "import type { DefineComponent, HTMLAttributes } from 'vue';",
      `declare module 'vue' {
  interface GlobalComponents {
    '${tagName}': DefineComponent<Omit<HTMLAttributes, keyof GateAttributes> & GateAttributes & {${handlers((event) => `on${pascal(event)}`, '      ')}
    }>;
  }
}
`,
    ),
  };
}
