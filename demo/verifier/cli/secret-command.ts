import { fingerprint, hashSecret, newSecret } from '../crypto/secrets.js';
import type { Register } from './command-line.js';
import { timeText, type CommandContext } from './context.js';
import { mustExist } from './must-exist.js';

/** `secret`: the secrets that sites' servers authenticate with. */
export const secretCommands: Register<Pick<CommandContext, 'store' | 'now'>> = (secret, action) => {
  secret
    .command('add <site>')
    .description('make a secret and print it; it is shown only once')
    .action(
      action(async ({ store, now }, site: string) => {
        await mustExist(store, site);
        const made = newSecret();
        const hash = hashSecret(made);
        await store.addSecret(site, hash, now);
        return {
          text: `A new secret of ${site}, shown only once:\n${made}`,
          json: { site, fingerprint: fingerprint(hash), secret: made },
        };
      }),
    );

  secret
    .command('list <site>')
    .description('list the secrets by their fingerprints')
    .action(
      action(async ({ store }, site: string) => {
        await mustExist(store, site);
        const json = (await store.secrets(site)).map(({ hash, createdAt, revokedAt, lastUsedAt }) => ({
          fingerprint: fingerprint(hash),
          createdAt: timeText(createdAt),
          /** To the hour. */
          lastUsedAt: lastUsedAt === null ? null : timeText(lastUsedAt),
          revokedAt: revokedAt === null ? null : timeText(revokedAt),
        }));
        const lines = json.map((one) =>
          [
            `  ${one.fingerprint}  created ${one.createdAt}`,
            one.lastUsedAt === null ? 'not used yet' : `last used about ${one.lastUsedAt}`,
            ...(one.revokedAt === null ? [] : [`revoked ${one.revokedAt}`]),
          ].join(', '),
        );
        return { text: [`secrets of ${site}:`, ...lines].join('\n'), json };
      }),
    );

  secret
    .command('revoke <site> <fingerprint>')
    .description('revoke a secret, at once')
    .action(
      action(async ({ store, now }, site: string, which: string) => {
        await mustExist(store, site);
        const found = (await store.secrets(site)).find(
          ({ hash, revokedAt }) => revokedAt === null && fingerprint(hash) === which,
        );
        if (!found || !(await store.revokeSecret(site, found.hash, now)))
          throw new Error(`${site} has no active secret ${which}.`);
        return {
          text: `The secret ${which} of ${site} is revoked.`,
          json: { site, fingerprint: which, revoked: true },
        };
      }),
    );
};
