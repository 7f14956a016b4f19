/** Describes the element for completion and help in VS Code and JetBrains' editors. */
const values = (type) => [...type.matchAll(/'([^']+)'/g)].map(([, name]) => ({ name }));

/** https://github.com/microsoft/vscode-custom-data */
export const htmlCustomData = ({ tagName, description, attributes }) => ({
  version: 1.1,
  tags: [
    {
      name: tagName,
      description,
      attributes: attributes.map(({ name, description, type }) => ({
        name,
        description,
        ...(type.text === 'boolean' ? { valueSet: 'v' } : { values: values(type.text) }),
      })),
    },
  ],
});

export const cssCustomData = ({ cssProperties, cssStates }) => ({
  version: 1.1,
  properties: cssProperties.map(({ name, description }) => ({ name, description })),
  pseudoClasses: cssStates.map(({ name, description }) => ({ name: `:state(${name})`, description })),
});

/** https://github.com/JetBrains/web-types */
export const webTypes = (
  { tagName, description, attributes, members, events, slots, cssParts, cssProperties },
  { name, version },
) => ({
  $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
  name,
  version,
  'description-markup': 'markdown',
  contributions: {
    html: {
      elements: [
        {
          name: tagName,
          description,
          attributes: attributes.map(({ name, description, type }) => ({
            name,
            description,
            value: { type: type.text },
          })),
          slots,
          js: {
            properties: members
              .filter(({ kind }) => kind === 'field')
              .map(({ name, description, type }) => ({ name, description, type: type.text })),
            events: events.map(({ name, description }) => ({ name, description })),
          },
          css: { properties: cssProperties, parts: cssParts },
        },
      ],
    },
  },
});
