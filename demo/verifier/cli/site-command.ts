import { parseArgs } from 'node:util';
import { asOrigin } from '../domain/origin.js';
import { fingerprint, hashSecret, newSecret } from '../crypto/secrets.js';
import type { Store } from '../store/store.js';

const usage = `Usage:
  add <id> --origin <origin> [--origin <origin> …] [--name <name>]
      register or update a site and print a new secret, which is shown only once
  list <id>
      list the site's origins and the fingerprints of its secrets
  revoke <id> <fingerprint>
      revoke a secret`;

/**
 * Runs one command on the registry of sites at `now` (epoch milliseconds) and returns the text to print.
 * @throws with a sentence when the command fails
 */
export async function siteCommand(args: string[], store: Store, now: number): Promise<string> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { name: { type: 'string' }, origin: { type: 'string', multiple: true } },
  });
  const [command, id, which] = positionals;
  if (!id) throw new Error(usage);
  switch (command) {
    case 'add': {
      const origins = values.origin ?? [];
      const wrong = origins.find((origin) => !asOrigin(origin));
      if (wrong !== undefined) throw new Error(`${wrong} is not an origin such as https://site.example`);
      if (origins.length === 0) throw new Error('A site needs at least one --origin.');
      const secret = newSecret();
      await store.putSite({ id, name: values.name ?? id, origins });
      await store.addSecret(id, hashSecret(secret), now);
      return `${id} is registered. Its new secret, shown only once:\n${secret}`;
    }
    case 'list': {
      const site = await store.site(id);
      if (!site) throw new Error(`There is no site ${id}.`);
      const secrets = (await store.secrets(id)).map(({ hash, createdAt, revokedAt }) => {
        const end = revokedAt === null ? '' : `, revoked ${new Date(revokedAt).toISOString()}`;
        return `  ${fingerprint(hash)}  created ${new Date(createdAt).toISOString()}${end}`;
      });
      return [
        `${site.id} (${site.name})`,
        'origins:',
        ...site.origins.map((origin) => `  ${origin}`),
        'secrets:',
        ...secrets,
      ].join('\n');
    }
    case 'revoke': {
      const secret = (await store.secrets(id)).find(
        ({ hash, revokedAt }) => revokedAt === null && fingerprint(hash) === which,
      );
      if (!secret || !(await store.revokeSecret(id, secret.hash, now)))
        throw new Error(`${id} has no active secret ${which ?? ''}.`);
      return `The secret ${fingerprint(secret.hash)} of ${id} is revoked.`;
    }
    default:
      throw new Error(usage);
  }
}
