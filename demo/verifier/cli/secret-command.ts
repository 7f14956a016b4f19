import { parseArgs } from 'node:util';
import { fingerprint, hashSecret, newSecret } from '../crypto/secrets.js';
import { timeText, type CommandContext, type CommandResult } from './context.js';

const usage = `Usage:
  add <site>                    make a secret and print it; it is shown only once
  list <site>                   list the secrets by their fingerprints
  revoke <site> <fingerprint>   revoke a secret, at once
Option: --json`;

/**
 * Runs one command on the secrets that sites' servers authenticate with.
 * @throws with a sentence when the command fails
 */
export async function secretCommand(
  args: string[],
  { store, now }: Pick<CommandContext, 'store' | 'now'>,
): Promise<CommandResult> {
  const [command, site, which] = parseArgs({ args, allowPositionals: true, options: {} }).positionals;
  if (!site) throw new Error(usage);
  if (!(await store.site(site))) throw new Error(`There is no site ${site}.`);
  switch (command) {
    case 'add': {
      const secret = newSecret();
      const hash = hashSecret(secret);
      await store.addSecret(site, hash, now);
      return {
        text: `A new secret of ${site}, shown only once:\n${secret}`,
        json: { site, fingerprint: fingerprint(hash), secret },
      };
    }
    case 'list': {
      const json = (await store.secrets(site)).map(({ hash, createdAt, revokedAt }) => ({
        fingerprint: fingerprint(hash),
        createdAt: timeText(createdAt),
        revokedAt: revokedAt === null ? null : timeText(revokedAt),
      }));
      const lines = json.map(
        (one) =>
          `  ${one.fingerprint}  created ${one.createdAt}${one.revokedAt === null ? '' : `, revoked ${one.revokedAt}`}`,
      );
      return { text: [`secrets of ${site}:`, ...lines].join('\n'), json };
    }
    case 'revoke': {
      const secret = (await store.secrets(site)).find(
        ({ hash, revokedAt }) => revokedAt === null && fingerprint(hash) === which,
      );
      if (!secret || !(await store.revokeSecret(site, secret.hash, now)))
        throw new Error(`${site} has no active secret ${which ?? ''}.`);
      return { text: `The secret ${which} of ${site} is revoked.`, json: { site, fingerprint: which, revoked: true } };
    }
    default:
      throw new Error(usage);
  }
}
