import { z } from 'zod';
import { isSealedReference, SiteSettings, type OpenedSettings, type SealedReference } from './site-settings.js';

interface Schema {
  secret?: boolean;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  oneOf?: Schema[];
}

/** The paths of all members that the schema marks as secret. */
function pathsOf({ secret, properties = {}, anyOf = [], oneOf = [] }: Schema, path: string[] = []): string[][] {
  if (secret) return [path];
  return [
    ...Object.entries(properties).flatMap(([name, schema]) => pathsOf(schema, [...path, name])),
    ...[...anyOf, ...oneOf].flatMap((schema) => pathsOf(schema, path)),
  ];
}

const paths = [
  ...new Map(pathsOf(z.toJSONSchema(SiteSettings, { io: 'input' }) as Schema).map((path) => [path.join('.'), path])),
];

/** The secret members of site settings by their paths, such as `identity.secret`. */
export const secretFields: readonly string[] = paths.map(([field]) => field);

type Node = Record<string, unknown>;

/** A copy of the settings with each secret replaced. */
function mapSecrets(settings: SiteSettings, replace: (secret: unknown, field: string) => unknown): Node {
  const copy = structuredClone(settings) as Node;
  for (const [field, path] of paths) {
    const parent = path.slice(0, -1).reduce<Node | undefined>((node, name) => node?.[name] as Node | undefined, copy);
    const name = path.at(-1)!;
    if (parent?.[name] !== undefined) parent[name] = replace(parent[name], field);
  }
  return copy;
}

/** Replaces each plain secret by a reference to its sealed text, which `seal` makes. References stay. */
export const withReferences = (settings: SiteSettings, seal: (secret: string) => string): SiteSettings =>
  mapSecrets(settings, (secret) => (typeof secret === 'string' ? { sealed: seal(secret) } : secret)) as SiteSettings;

/** The secrets among the settings, plain or as references, by the field that each is in. */
export function secretsIn(settings: SiteSettings): { field: string; secret: string | SealedReference }[] {
  const found: { field: string; secret: string | SealedReference }[] = [];
  mapSecrets(settings, (secret, field) => {
    found.push({ field, secret: secret as string | SealedReference });
    return secret;
  });
  return found;
}

/** Replaces each reference by the secret. `open` throws for an unknown one. */
export const withSecrets = (settings: SiteSettings, open: (id: string) => string): OpenedSettings =>
  mapSecrets(settings, (secret) => (isSealedReference(secret) ? open(secret.sealed) : secret)) as OpenedSettings;
