/** The schema of site settings as the form walks it. */
import { z } from 'zod';
import { SiteSettings } from '../sites/site-settings.js';

/** The parts of JSON Schema that the settings use. */
export interface Schema {
  type?: string;
  description?: string;
  /** A member that is stored sealed. */
  secret?: boolean;
  const?: string;
  enum?: string[];
  format?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  /** A record: the names of its members, and the schema of each. */
  propertyNames?: Schema;
  additionalProperties?: Schema | false;
  items?: Schema;
  /** One of several objects, which differ in a constant member. */
  oneOf?: Schema[];
  /** A name, or an object. */
  anyOf?: Schema[];
}

export const settingsSchema = z.toJSONSchema(SiteSettings, { io: 'input' }) as Schema;

/** The members of an object, with whether each may be absent. */
export function membersOf({
  properties,
  propertyNames,
  additionalProperties,
  required = [],
}: Schema): { name: string; schema: Schema; optional: boolean }[] {
  const all = properties
    ? Object.entries(properties)
    : (propertyNames?.enum ?? []).map((name) => [name, additionalProperties as Schema] as const);
  return all
    .filter(([, schema]) => schema.const === undefined)
    .map(([name, schema]) => ({ name, schema, optional: !required.includes(name) }));
}

/** The member in which the objects of a union differ, and its value in each. */
export function discriminatorOf(options: readonly Schema[]): { name: string; valueOf(option: Schema): string } {
  const [name] = Object.entries(options[0]!.properties!).find(([, { const: constant }]) => constant !== undefined)!;
  return { name, valueOf: ({ properties }) => properties![name]!.const! };
}

/** The names and the object of a union of a name and an object. */
export const namesAndObject = (options: readonly Schema[]): { names: string[]; object: Schema } => ({
  names: options.flatMap((option) => option.enum ?? []),
  object: options.find(({ type }) => type === 'object')!,
});
