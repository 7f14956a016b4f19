/** The form of a site's settings, made from the schema: each setting with its value, its default and its faults. */
import { isSealedReference, type SettingFault } from '../sites/site-settings.js';
import { discriminatorOf, membersOf, namesAndObject, settingsSchema, type Schema } from './schema.js';

interface Common {
  /** The path of the setting. */
  path: string;
  /** The name of the control: the path, with the option (`captcha:turnstile.secret`) where several have such a member. */
  name: string;
  label: string;
  description: string | undefined;
  faults: string[];
}

/** One line of text, or a number. */
export interface TextField extends Common {
  kind: 'text';
  type: 'text' | 'url' | 'number';
  value: string;
  /** The default, where there is one. */
  placeholder: string;
}
/** A list, one item a line. */
export interface LinesField extends Common {
  kind: 'lines';
  value: string;
}
/** A text that is never shown; `stored` is whether there is one. */
export interface SecretField extends Common {
  kind: 'secret';
  stored: boolean;
}
/** A group of settings. */
export interface GroupField extends Common {
  kind: 'group';
  fields: FormField[];
}
/** One of several; the value `''` does not state the setting. */
export interface ChoiceField extends Common {
  kind: 'choice';
  chosen: string;
  options: { value: string; label: string; fields: FormField[] }[];
}

export type FormField = TextField | LinesField | SecretField | GroupField | ChoiceField;

/** The option that states an object instead of a name or a default. */
export const ownValue = 'own';

export interface FormValues {
  /** The settings as they are stored, or as they were proposed. */
  settings: unknown;
  /** The default of each setting that has one; an identifying setting has none beside other sites. */
  defaults: unknown;
  faults: readonly SettingFault[];
  /** The object that a name stands for, such as the rules of a preset: the start of a setting of one's own. */
  expanded(path: string, name: string): unknown;
}

type Place = Pick<Common, 'path' | 'name'>;
type Node = Record<string, unknown>;
const asNode = (value: unknown): Node | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : undefined;
const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** A default in one line. */
function summary(value: unknown): string {
  const node = asNode(value);
  if (!node) return Array.isArray(value) ? value.join(', ') : asText(value);
  if (typeof node['kind'] === 'string') return node['kind'];
  return Object.entries(node)
    .map(([name, inner]) => `${name} ${summary(inner)}`)
    .join(', ');
}

/** The fields of all settings. */
export function settingsForm({ settings, defaults, faults, expanded }: FormValues): FormField[] {
  const faultsAt = (...paths: string[]) =>
    faults.filter(({ field }) => paths.includes(field)).map(({ message }) => message);
  const faultsBelow = (path: string) =>
    faults.filter(({ field }) => `${field}.`.startsWith(`${path}.`)).map(({ message }) => message);

  function fieldOf(
    schema: Schema,
    { path, name }: Place,
    value: unknown,
    fallback: unknown,
    optional: boolean,
  ): FormField {
    const common = {
      path,
      name,
      label: path.split('.').at(-1)!,
      description: schema.description,
      faults: faultsBelow(path),
    };
    if (schema.secret) return { ...common, kind: 'secret', stored: isSealedReference(value) };
    if (schema.type === 'array') return { ...common, kind: 'lines', value: linesOf(value ?? fallback) };
    if (schema.oneOf) return union(schema, schema.oneOf, { path, name }, value, fallback, optional);
    if (schema.anyOf) return named(schema.anyOf, common, value, fallback);
    if (schema.enum)
      return {
        ...common,
        kind: 'choice',
        chosen: asText(value) || (optional ? '' : schema.enum[0]!),
        options: [...unstated(optional, fallback), ...schema.enum.map(withoutFields)],
      };
    if (schema.type === 'object') {
      const own = {
        fields: fieldsOf(schema, { path, name }, value ?? fallback, value === undefined ? undefined : fallback),
      };
      if (!optional) return { ...common, faults: faultsAt(path), kind: 'group', ...own };
      return {
        ...common,
        faults: faultsAt(path),
        kind: 'choice',
        chosen: value === undefined ? '' : ownValue,
        options: [...unstated(true, fallback), { value: ownValue, label: 'its own', ...own }],
      };
    }
    const type = schema.type === 'integer' ? 'number' : schema.format === 'uri' ? 'url' : 'text';
    return { ...common, kind: 'text', type, value: asText(value), placeholder: asText(fallback) };
  }

  /** One of several objects: each option has the fields of its object. */
  function union(
    schema: Schema,
    options: Schema[],
    { path, name: control }: Place,
    value: unknown,
    fallback: unknown,
    optional: boolean,
  ): ChoiceField {
    const { name, valueOf } = discriminatorOf(options);
    const [mine, theirs] = [asNode(value), asNode(fallback)];
    return {
      path: `${path}.${name}`,
      name: `${control}.${name}`,
      label: path.split('.').at(-1)!,
      description: schema.description,
      faults: faultsAt(path, `${path}.${name}`),
      kind: 'choice',
      chosen: asText(mine?.[name] ?? (optional ? '' : theirs?.[name])),
      options: [
        ...unstated(optional, fallback),
        ...options.map((option) => {
          const of = valueOf(option);
          const known = [mine, theirs].find((one) => one?.[name] === of);
          return {
            value: of,
            label: of,
            fields: fieldsOf(option, { path, name: `${control}:${of}` }, known, undefined),
          };
        }),
      ],
    };
  }

  /** A name, or an object of one's own, which starts as what the name stands for. */
  function named(options: Schema[], common: Common, value: unknown, fallback: unknown): ChoiceField {
    const { names, object } = namesAndObject(options);
    const node = asNode(value) ?? expanded(common.path, asText(value ?? fallback));
    return {
      ...common,
      faults: faultsAt(common.path),
      kind: 'choice',
      chosen: asNode(value) ? ownValue : asText(value),
      options: [
        ...unstated(true, fallback),
        ...names.map(withoutFields),
        { value: ownValue, label: 'its own', fields: fieldsOf(object, common, node, undefined) },
      ],
    };
  }

  function fieldsOf(schema: Schema, { path, name: control }: Place, value: unknown, fallback: unknown): FormField[] {
    const [mine, theirs] = [asNode(value), asNode(fallback)];
    return membersOf(schema).map(({ name, schema: inner, optional }) =>
      fieldOf(inner, { path: below(path, name), name: below(control, name) }, mine?.[name], theirs?.[name], optional),
    );
  }

  return fieldsOf(settingsSchema, { path: '', name: '' }, settings, defaults);
}

/** The name of a member of `parent`. */
export const below = (parent: string, member: string): string => (parent === '' ? member : `${parent}.${member}`);

const withoutFields = (value: string) => ({ value, label: value, fields: [] });
const linesOf = (value: unknown) => (Array.isArray(value) ? value.join('\n') : '');

/** The option that does not state a setting. */
function unstated(optional: boolean, fallback: unknown): ChoiceField['options'] {
  if (!optional) return [];
  const label = fallback === undefined ? 'not stated' : `default: ${summary(fallback) || 'none'}`;
  return [{ value: '', label, fields: [] }];
}
