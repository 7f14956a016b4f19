import { isSealedReference } from '../sites/site-settings.js';
import { discriminatorOf, membersOf, namesAndObject, settingsSchema, type Schema } from './schema.js';
import { below, ownValue } from './settings-form.js';

type Node = Record<string, unknown>;

/**
 * The settings that a form proposes, not validated. `fields` are its controls by name; an empty one does not state its
 * setting, and an empty secret keeps that of the `stored` settings.
 */
export function readForm(fields: Readonly<Record<string, unknown>>, stored: unknown): unknown {
  const textAt = (name: string) => {
    const value = Object.hasOwn(fields, name) ? fields[name] : '';
    return typeof value === 'string' ? value.trim() : '';
  };

  function read(schema: Schema, place: string, kept: unknown, optional: boolean): unknown {
    const text = textAt(place);
    if (schema.secret) return text || (isSealedReference(kept) ? kept : undefined);
    if (schema.type === 'array') return lines(text);
    if (schema.oneOf) return union(schema.oneOf, place, kept as Node | undefined);
    if (schema.anyOf) {
      const { object } = namesAndObject(schema.anyOf);
      return text === ownValue ? members(object, place, kept) : text || undefined;
    }
    if (schema.type === 'object') return optional && text === '' ? undefined : members(schema, place, kept);
    if (schema.type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
    return text || undefined;
  }

  function union(options: Schema[], place: string, kept: Node | undefined): unknown {
    const { name, valueOf } = discriminatorOf(options);
    const chosen = textAt(`${place}.${name}`);
    if (chosen === '') return undefined;
    const option = options.find((one) => valueOf(one) === chosen);
    return {
      [name]: chosen,
      ...(option && members(option, `${place}:${chosen}`, kept?.[name] === chosen ? kept : undefined)),
    };
  }

  const members = (schema: Schema, place: string, kept: unknown): Node =>
    Object.fromEntries(
      membersOf(schema)
        .map(({ name, schema: inner, optional }) => {
          const known = typeof kept === 'object' && kept !== null ? (kept as Node)[name] : undefined;
          return [name, read(inner, below(place, name), known, optional)];
        })
        .filter(([, value]) => value !== undefined),
    );

  return members(settingsSchema, '', stored);
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
